// Recording on this page: asks for the microphone when the teller presses, and not before. Sent while it is made.

const SLICE = 2000; // milliseconds in a piece: with one on its way, less than five seconds are ever on this page only
const TYPES = {
  sound: ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"],
  film: ["video/webm;codecs=vp8,opus", "video/mp4", "video/webm"],
};
const PICTURE = { width: { ideal: 640 }, height: { ideal: 480 }, frameRate: { ideal: 24, max: 30 }, facingMode: "user" };
const TROUBLE = {
  NotAllowedError: "refused",
  SecurityError: "refused",
  NotFoundError: "missing",
  OverconstrainedError: "missing",
  NotReadableError: "taken",
  AbortError: "taken",
};
// What is said while something stays on this page, by the reason.
const APART = { offline: "offline", full: "full" };
const APART_AT_THE_END = { offline: "waiting", full: "waiting_full" };
const CATCHING = { offline: "catching", full: "catching_full" };
const root = document.querySelector("[data-recorder]");

function canRecord() {
  return Boolean(window.MediaRecorder && navigator.mediaDevices?.getUserMedia && window.AudioContext);
}

class Clock {
  #before = 0;
  #since = 0;

  go() {
    this.#since = performance.now();
  }

  rest() {
    this.#before = this.#now();
    this.#since = 0;
  }

  #now() {
    return this.#before + (this.#since ? performance.now() - this.#since : 0);
  }

  toString() {
    const seconds = Math.floor(this.#now() / 1000);
    const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
    const end = `${hours ? String(minutes).padStart(2, "0") : minutes}:${String(seconds % 60).padStart(2, "0")}`;
    return hours ? `${hours}:${end}` : end;
  }
}

class Page {
  constructor() {
    this.kind = root.dataset.kind;
    this.parts = (name) => root.querySelector(`[data-${name}]`);
  }

  message(name) {
    return root.querySelector(`[data-message="${name}"]`)?.textContent ?? "";
  }

  state(name) {
    root.dataset.state = name;
    for (const each of root.querySelectorAll("[data-when]")) each.hidden = !each.dataset.when.split(" ").includes(name);
    document.querySelector("[data-recorder-test]").hidden = name !== "ready";
  }

  sent(name) {
    const place = this.parts("sent");
    const words = this.message(name);
    if (place.textContent !== words) place.textContent = words; // a status that is set again is read out again
  }

  note(name) {
    this.parts("note").textContent = this.message(name);
  }

  trouble(words) {
    this.state("stopped");
    this.parts("trouble").textContent = words;
    this.parts("trouble").focus();
  }

  focus(press) {
    root.querySelector(`[data-press="${press}"]:not([hidden])`)?.focus();
  }

  wishes() {
    const ticked = [...root.querySelectorAll("[data-wish] input:checked")];
    return Object.fromEntries(ticked.map((input) => [input.name, "yes"]));
  }
}

class Recording {
  constructor(page, { Sender, listen }, settings) {
    Object.assign(this, { page, listen, settings, clock: new Clock(), apart: "", discarded: false });
    this.sender = new Sender({
      uploads: root.dataset.uploads,
      about: { draft: root.dataset.draft, recorded: "yes", ...page.wishes() },
      tell: (how) => this.tell(how),
    });
    this.sender.finished.then(
      () => this.leave(),
      (refused) => this.refused(refused),
    );
  }

  begin(stream) {
    this.stream = stream;
    const view = this.page.parts("view");
    if (view) {
      view.srcObject = stream;
      view.hidden = false;
      view.play().catch(() => {});
    }
    this.recorder = new MediaRecorder(stream, this.settings.options);
    this.recorder.ondataavailable = (event) => this.sender.push(event.data);
    this.recorder.onstop = () => this.stopped();
    this.recorder.onerror = () => this.finish();
    for (const track of stream.getTracks()) track.onended = () => this.ended();
    this.recorder.start(SLICE);
    this.clock.go();
    this.ticking = setInterval(() => (this.page.parts("time").textContent = String(this.clock)), 250);
    this.quiet = this.listen(stream, {
      show: (level) => (this.page.parts("meter").value = level),
      say: (word) => (this.page.parts("heard").textContent = this.page.message(word)),
    });
    this.page.state("recording");
    this.page.focus("pause");
  }

  // What was recorded so far goes at once: a phone may end a page that was put aside.
  flush() {
    if (this.recorder?.state === "recording") this.recorder.requestData();
  }

  pause() {
    if (this.recorder.state !== "recording") return;
    this.recorder.requestData();
    this.recorder.pause();
    this.clock.rest();
    for (const track of this.stream.getTracks()) track.enabled = false;
    this.page.state("paused");
    this.page.sent("paused");
    this.page.focus("resume");
  }

  resume() {
    for (const track of this.stream.getTracks()) track.enabled = true;
    this.recorder.resume();
    this.clock.go();
    this.page.state("recording");
    this.page.sent(this.word());
    this.page.focus("pause");
  }

  ended() {
    if (this.recorder.state === "inactive") return;
    this.finish();
    this.page.sent("ended");
  }

  finish() {
    if (this.recorder.state !== "inactive") this.recorder.stop();
  }

  // The recorder has given its last piece.
  stopped() {
    this.quit();
    if (this.discarded) return;
    this.page.state("finishing");
    this.page.sent(this.word());
    this.sender.finish();
  }

  quit() {
    clearInterval(this.ticking);
    this.clock.rest();
    this.quiet?.();
    this.stream?.getTracks().forEach((track) => {
      track.onended = null;
      track.stop();
    });
    const view = this.page.parts("view");
    if (view) view.srcObject = null;
  }

  discard() {
    this.discarded = true;
    this.finish();
    this.quit();
    this.sender.discard((done) => this.page.note(done ? "removed" : "removing"));
  }

  // The page was covered by "Exit this page": nothing more is recorded, and what was sent stays to be gone on with.
  abandon() {
    this.discarded = true;
    this.finish();
    this.quit();
  }

  // `apart` says why what is recorded stays on this page, until the server has caught up.
  tell({ state, waiting }) {
    const online = state === "online";
    if (!online) this.apart = state;
    else if (!waiting) this.apart = "";
    this.page.sent(online && this.apart ? CATCHING[this.apart] : this.word());
  }

  word() {
    const { state } = root.dataset;
    if (this.apart) return (state === "recording" ? APART : APART_AT_THE_END)[this.apart];
    return state === "recording" ? "safe" : state;
  }

  // As long as it may be, or nobody's any more: what the server has of the former is kept by the page that follows.
  refused(refused) {
    this.discarded = true;
    this.finish();
    this.quit();
    const long = refused.status === 413;
    this.page.trouble(long ? this.page.message("long") : refused.message || this.page.message("gone"));
  }

  // Somebody who must close this page quickly is asked nothing, unless more than a few seconds would be lost.
  get wouldLoseMuch() {
    return !this.discarded && this.apart && this.sender.waiting > 0;
  }

  leave() {
    this.discarded = true;
    location.replace(`${root.dataset.done}#recorded`);
    if (location.pathname === root.dataset.done) location.reload(); // only the part after # would change
  }
}

function settingsOf(kind) {
  const mimeType = TYPES[kind].find((type) => MediaRecorder.isTypeSupported(type));
  const bits = { audioBitsPerSecond: 64_000, ...(kind === "film" && { videoBitsPerSecond: 1_000_000 }) };
  const audio = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };
  return {
    constraints: kind === "film" ? { audio, video: PICTURE } : { audio },
    options: { ...bits, ...(mimeType && { mimeType }) },
  };
}

async function open() {
  const page = new Page();
  const settings = settingsOf(page.kind);
  const [sending, level, test] = await Promise.all(
    ["sending", "level", "test"].map((name) => import(root.dataset[name])), // their names carry hashes: the page knows them
  );
  let recording = null;

  async function start() {
    page.state("asking");
    page.parts("note").textContent = "";
    let stream;
    try {
      stream = await navigator.mediaDevices.getUserMedia(settings.constraints);
      recording = new Recording(page, { Sender: sending.Sender, listen: level.listen }, settings);
      recording.begin(stream);
    } catch (error) {
      stream?.getTracks().forEach((track) => track.stop());
      page.trouble(page.message(TROUBLE[error.name] ?? "failed"));
    }
  }

  const presses = {
    start,
    retry: start,
    pause: () => recording.pause(),
    resume: () => recording.resume(),
    finish: () => recording.finish(),
    hide_view: () => (page.parts("view").hidden = !page.parts("view").hidden),
    discard: () => {
      recording.discard();
      recording = null;
      page.state("ready");
      page.focus("start");
    },
  };
  root.addEventListener("click", (event) => {
    const button = event.target.closest("[data-press]");
    if (button) presses[button.dataset.press]();
  });
  document.addEventListener("visibilitychange", () => document.hidden && recording?.flush());
  addEventListener("beforeunload", (event) => {
    if (!root.isConnected) recording?.abandon();
    else if (recording?.wouldLoseMuch) event.preventDefault();
  });
  document.querySelector("[data-recorder-without]").hidden = true;
  root.hidden = false;
  test.offerTest(document.querySelector("[data-recorder-test]"), settings);
  if (location.hash === "#recorded") document.getElementById("recorded")?.focus();
}

if (root && canRecord()) open();
