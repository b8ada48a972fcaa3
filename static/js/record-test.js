// A short test of the disguise: recorded into memory, sent once, heard, and forgotten.

const LONGEST = 10_000; // milliseconds

export function offerTest(root, { constraints, options }) {
  const box = root.querySelector("[data-test]");
  if (!box) return;
  const buttons = Object.fromEntries([...box.querySelectorAll("[data-test-press]")].map((b) => [b.dataset.testPress, b]));
  const says = box.querySelector("[data-test-says]");
  const player = box.querySelector("[data-test-player]");
  let recorder = null;
  let test = null;
  let heard = "";
  root.hidden = false;

  const say = (name) => (says.textContent = name ? box.querySelector(`[data-test-message="${name}"]`).textContent : "");
  const offer = (...names) => Object.entries(buttons).forEach(([name, button]) => (button.hidden = !names.includes(name)));

  function forget() {
    test = null;
    player.pause();
    player.removeAttribute("src");
    player.load();
    player.hidden = true;
    if (heard) URL.revokeObjectURL(heard);
    heard = "";
  }

  async function start() {
    forget();
    let stream;
    try {
      stream = await navigator.mediaDevices.getUserMedia(constraints);
    } catch {
      return say("refused");
    }
    const pieces = [];
    recorder = new MediaRecorder(stream, options);
    recorder.ondataavailable = (event) => pieces.push(event.data);
    recorder.onstop = () => {
      clearTimeout(timer);
      stream.getTracks().forEach((track) => track.stop());
      test = new Blob(pieces);
      offer("hear", "start", "remove");
      say("recorded");
      buttons.hear.focus();
    };
    recorder.start();
    const timer = setTimeout(stop, LONGEST);
    offer("stop");
    say("listening");
    buttons.stop.focus();
  }

  function stop() {
    if (recorder?.state === "recording") recorder.stop();
  }

  async function hear() {
    const [asked, headers] = [test, { "Content-Type": "application/octet-stream", "X-CSRFToken": box.dataset.token }];
    offer();
    say("working");
    try {
      const answer = await fetch(box.dataset.address, { method: "POST", headers, body: asked, cache: "no-store" });
      if (answer.ok) play(await answer.blob());
      else says.textContent = await answer.text();
    } catch {
      say("offline");
    }
    offer("hear", "start", "remove");
  }

  function play(disguised) {
    if (heard) URL.revokeObjectURL(heard);
    heard = URL.createObjectURL(disguised);
    player.src = heard;
    player.hidden = false;
    player.focus();
    say("ready");
  }

  function remove() {
    forget();
    offer("start");
    say("removed");
    buttons.start.focus();
  }

  buttons.start.addEventListener("click", start);
  buttons.stop.addEventListener("click", stop);
  buttons.hear.addEventListener("click", hear);
  buttons.remove.addEventListener("click", remove);
  addEventListener("pagehide", forget);
}
