// The editor's workbench: words chosen by selecting them, decisions shown at once.
// Everything here works without this file, with one full page for each decision.

const bench = document.querySelector("[data-bench]");
const field = (name) => bench.querySelector(`[data-hide] [name="${name}"]`);

// Offsets are counted in characters as Python counts them, not in JavaScript's half characters.
const count = (text) => Array.from(text).length;

function chosenRange(sealed) {
  const selection = document.getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0).cloneRange();
  if (!range.intersectsNode(sealed)) return null;
  if (!sealed.contains(range.startContainer)) range.setStart(sealed, 0);
  if (!sealed.contains(range.endContainer)) range.setEnd(sealed, sealed.childNodes.length);
  return range;
}

function chosenWords() {
  const sealed = bench.querySelector("[data-sealed]");
  const range = chosenRange(sealed);
  if (!range) return null;
  const picked = range.toString();
  const words = picked.trim();
  if (!words) return null;
  const before = document.createRange();
  before.selectNodeContents(sealed);
  before.setEnd(range.startContainer, range.startOffset);
  const lead = picked.slice(0, picked.length - picked.trimStart().length);
  const start = count(before.toString() + lead);
  return { words, start, end: start + count(words) };
}

function fill({ words, start = "", end = "", kind = "" }) {
  if (!field("words")) return;
  field("words").value = words;
  field("start").value = start;
  field("end").value = end;
  if (kind) field("kind").value = kind;
}

function say(text, type) {
  const detail = { text, type, clear: true };
  document.dispatchEvent(new CustomEvent("w-messages:add", { detail }));
}

function replace(html) {
  const tops = [...bench.querySelectorAll(".pane__text")].map((pane) => pane.scrollTop);
  const fresh = new DOMParser().parseFromString(html, "text/html");
  for (const id of ["panes", "lists"]) {
    document.getElementById(id).replaceWith(fresh.getElementById(id));
  }
  bench.querySelectorAll(".pane__text").forEach((pane, i) => (pane.scrollTop = tops[i]));
  return fresh.getElementById("said").textContent;
}

async function send(form) {
  // Not form.action: a field of this form is called "action", and shadows it.
  const response = await fetch(form.getAttribute("action"), {
    method: "POST",
    body: new FormData(form),
    headers: { "X-Workbench": "1" },
    redirect: "manual",
  });
  const html = await response.text();
  if (response.status === 422) {
    document.getElementById("hide-fields").innerHTML = html;
    bench.querySelector("[data-errors]").focus();
  } else if (response.ok) {
    say(replace(html), "success");
    if (form.matches("[data-hide]")) {
      fill({ words: "" });
      field("replacement").value = "";
    }
    field("words")?.focus({ preventScroll: true });
  } else {
    // Somebody else changed the story, or the session is over: the page itself says which.
    window.location.reload();
  }
}

bench?.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.matches("[data-propose]")) {
    event.preventDefault();
    fill({ words: event.submitter.value, kind: event.submitter.dataset.kind });
    field("words").focus();
  } else if (form.matches("[data-hide], [data-undo]")) {
    event.preventDefault();
    event.submitter.disabled = true;
    send(form)
      .catch(() => say(bench.dataset.failed, "error"))
      .finally(() => (event.submitter.disabled = false));
  }
});

// Words typed by hand are looked for everywhere: they no longer stand at the place that was selected.
bench?.addEventListener("input", (event) => {
  if (event.target.name === "words") fill({ words: event.target.value });
});

let waiting;
document.addEventListener("selectionchange", () => {
  if (!bench) return;
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    const chosen = chosenWords();
    if (chosen) fill(chosen);
  }, 120);
});

// The two texts scroll together.
let leading;
bench?.addEventListener("scroll", ({ target: pane }) => {
  if (!pane.matches?.(".pane__text") || (leading && leading !== pane)) return;
  leading = pane;
  const share = pane.scrollTop / Math.max(1, pane.scrollHeight - pane.clientHeight);
  for (const other of bench.querySelectorAll(".pane__text")) {
    if (other !== pane) other.scrollTop = share * (other.scrollHeight - other.clientHeight);
  }
  clearTimeout(pane.settled);
  pane.settled = setTimeout(() => (leading = null), 80);
}, true);
