// Exit this page: by the link, or by Shift three times within five seconds.
// The page is covered at once, and its place in the history is given to the page we leave for.

const WINDOW = 5000;
const link = document.querySelector("[data-exit]");
const state = document.querySelector("[data-exit-state]");
let presses = 0;
let timer = 0;

function cover() {
  const sheet = document.createElement("div");
  sheet.className = "exit-cover";
  document.body.replaceChildren(sheet);
  document.title = "";
}

function leave() {
  const address = link.href;
  cover();
  window.location.replace(address);
}

function forget() {
  presses = 0;
  state.textContent = "";
}

function onShift(event) {
  if (event.key !== "Shift") {
    if (presses) forget();
    return;
  }
  if (event.repeat) return;
  presses += 1;
  clearTimeout(timer);
  timer = setTimeout(forget, WINDOW);
  if (presses === 1) state.textContent = link.dataset.exitTwice;
  if (presses === 2) state.textContent = link.dataset.exitOnce;
  if (presses >= 3) leave();
}

if (link && state) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    leave();
  });
  document.addEventListener("keyup", onShift);
}
