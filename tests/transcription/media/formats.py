"""Every container and codec that phones, browsers, camcorders and DVD rips write, as ffmpeg makes them: two seconds."""

from dataclasses import dataclass

SOUND = ("-f", "lavfi", "-i", "sine=frequency=440:duration=2")
PICTURE = ("-f", "lavfi", "-i", "testsrc=size=320x240:rate=25:duration=2,format=yuv420p")
SMALL = ("-s", "176x144", "-ar", "8000", "-ac", "1")
DV = ("-c:v", "dvvideo", "-s", "720x576", "-pix_fmt", "yuv420p", "-ar", "48000",
      "-ac", "2", "-c:a", "pcm_s16le")  # fmt: skip
X264 = ("-c:v", "libx264", "-preset", "ultrafast")
X265 = ("-c:v", "libx265", "-preset", "ultrafast", "-x265-params", "log-level=error", "-tag:v", "hvc1")
AMR = ("-c:a", "libopencore_amrnb", "-ar", "8000", "-ac", "1", "-b:a", "12.2k")
PLANTED = ("-metadata", "title=Alan on Juniper Ward", "-metadata", "location=+52.9225-001.4746/",
           "-metadata", "comment=made by a phone", "-metadata:s:a:0", "title=Alan")  # fmt: skip


@dataclass(frozen=True)
class Format:
    name: str
    writes: str  # who writes such a file
    options: tuple[str, ...]
    picture: bool = True

    @property
    def arguments(self) -> tuple[str, ...]:
        return (*SOUND, *(PICTURE if self.picture else ()), *PLANTED, *self.options)


def film(name: str, writes: str, *options: str) -> Format:
    return Format(name, writes, options)


def sound(name: str, writes: str, *options: str) -> Format:
    return Format(name, writes, options, picture=False)


FORMATS = (
    film("h264.mp4", "phones, most cameras", *X264, "-c:a", "aac", "-movflags", "use_metadata_tags"),
    film("fragments.mp4", "browsers on Apple devices", *X264, "-c:a", "aac", "-movflags", "frag_keyframe+empty_moov"),
    film("mpeg4.mp4", "older phones", "-c:v", "mpeg4", "-c:a", "aac"),
    film("av1.mp4", "newer phones", "-c:v", "libaom-av1", "-cpu-used", "8", "-usage", "realtime", "-c:a", "aac"),
    film("hevc.mov", "iPhones", *X265, "-c:a", "aac"),
    film("h264.mov", "iPhones, cameras", *X264, "-c:a", "pcm_s16le"),
    film("mjpeg.mov", "older cameras", "-c:v", "mjpeg", "-c:a", "pcm_mulaw"),
    film("vp8.webm", "browsers", "-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "8", "-c:a", "libopus"),
    film("vp9.webm", "browsers", "-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8", "-c:a", "libopus"),
    film("h264.mkv", "browsers, screen recorders", *X264, "-c:a", "libopus"),
    film("dvd.mkv", "DVD rips", "-c:v", "mpeg2video", "-c:a", "ac3"),
    film("mpeg4.avi", "older cameras, rips", "-c:v", "mpeg4", "-c:a", "libmp3lame"),
    film("mjpeg.avi", "older cameras", "-c:v", "mjpeg", "-c:a", "pcm_s16le"),
    film("tape.avi", "tapes read by a computer", *DV),
    film("tape.dv", "tapes read by a computer", *DV, "-f", "dv"),
    film("VTS_01_1.VOB", "DVDs", "-target", "pal-dvd", "-f", "vob"),
    film("mpeg1.mpg", "video CDs", "-c:v", "mpeg1video", "-c:a", "mp2"),
    film("camcorder.mts", "camcorders", *X264, "-c:a", "ac3", "-f", "mpegts"),
    film("h263.3gp", "the first camera phones", "-c:v", "h263", *SMALL, *AMR),
    film("mpeg4.3gp", "older phones", "-c:v", "mpeg4", *SMALL, "-c:a", "aac"),
    film("windows.wmv", "older computers", "-c:v", "wmv2", "-c:a", "wmav2"),
    film("flash.flv", "older webcams", "-c:v", "flv1", "-c:a", "libmp3lame", "-ar", "44100"),
    sound("sound.mp3", "dictaphones, phones", "-c:a", "libmp3lame"),
    sound("aac.m4a", "phones", "-c:a", "aac"),
    sound("lossless.m4a", "iPhones", "-c:a", "alac"),
    sound("bare.aac", "phones", "-c:a", "aac"),
    sound("sound.wav", "recorders, computers", "-c:a", "pcm_s16le"),
    sound("dictaphone.wav", "dictaphones", "-c:a", "adpcm_ima_wav"),
    sound("sound.flac", "recorders", "-c:a", "flac"),
    sound("opus.ogg", "messengers", "-c:a", "libopus"),
    sound("vorbis.ogg", "computers", "-c:a", "libvorbis"),
    sound("opus.webm", "browsers", "-c:a", "libopus"),
    sound("live.webm", "browsers, without a length", "-c:a", "libopus", "-live", "1"),
    sound("speech.amr", "older phones", *AMR),
    sound("speech.3gp", "older phones", *AMR),
    sound("windows.wma", "older computers", "-c:a", "wmav2"),
    sound("memo.caf", "Macs", "-c:a", "alac"),
    sound("sound.aiff", "Macs", "-c:a", "pcm_s16be"),
)  # fmt: skip
