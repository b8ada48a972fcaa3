// The editor's workbench: groups decided by single keys, words chosen by selecting them, decisions shown at once.
// Everything here works without this file, with one full page for each decision.

const bench = document.querySelector("[data-bench]");
const panel = bench?.querySelector("[data-decide]");
const list = bench?.querySelector("#groups");
const sealed = bench?.querySelector("[data-sealed]");
const said = bench?.querySelector("#said");
const help = bench?.querySelector("#keys");
const keysOn = bench?.querySelector("[data-keys-on]");
const KEYS = "heard.workbench.keys";
const field = (name) => panel.querySelector(`[name="${name}"]`);
let pieces = { sealed: [], safe: [] };
let chosen = ""; // the key of the group in the panel

// Offsets are counted in characters as Python counts them, not in JavaScript's half characters.
const count = (text) => Array.from(text).length;

/* The panel */

function fill({ words, start = "", end = "", group = "", kind = "", standIn = "", general = "" }) {
  field("words").value = words;
  field("start").value = start;
  field("end").value = end;
  field("group").value = group;
  if (kind) field("kind").value = kind;
  field("replacement").value = "";
  panel.querySelector("[data-everywhere]").hidden = Boolean(group);
  panel.querySelector("[data-whole-group]").hidden = !group;
  panel.querySelector("#errors").replaceChildren();
  offer(standIn, general ? general.split("\n") : []);
}

function offer(standIn, general) {
  const offers = panel.querySelector("#offers");
  const button = (name, words, label) => {
    const made = document.createElement("button");
    made.type = "submit";
    made.name = name;
    made.value = words;
    made.className = name === "general" ? "offered offered--general" : "offered";
    const hidden = document.createElement("span");
    hidden.className = "w-sr-only";
    hidden.textContent = label;
    made.append(hidden, ` ${words}`);
    return made;
  };
  offers.replaceChildren(
    ...(standIn ? [button("stand_in", standIn, offers.dataset.standIn)] : []),
    ...general.map((words) => button("general", words, offers.dataset.general)),
  );
}

/* Groups */

const rows = () => [...list.querySelectorAll(".group")];

function mark(key) {
  for (const one of sealed.querySelectorAll(".is-chosen")) one.classList.remove("is-chosen");
  for (const one of list.querySelectorAll("[aria-current]")) one.removeAttribute("aria-current");
  chosen = key;
  if (!key) return null;
  const places = sealed.querySelectorAll(`[data-g="${key}"]`);
  for (const place of places) place.classList.add("is-chosen");
  list.querySelector(`[data-row="${key}"] .group`)?.setAttribute("aria-current", "true");
  return places[0];
}

function choose(row, { focus = true } = {}) {
  const { words, kind, standIn, general } = row.dataset;
  const place = mark(row.value);
  fill({ words, kind, standIn, general, group: row.value });
  // Whatever measures the page comes after all that changes it: a long text is laid out once for each decision.
  if (focus) row.focus({ preventScroll: true });
  place?.scrollIntoView({ block: "center" });
  row.scrollIntoView({ block: "nearest" });
}

function step(by) {
  const all = rows();
  const at = all.findIndex((row) => row.value === chosen);
  const next = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + by, 0), all.length - 1)];
  if (next) choose(next);
}

/* Decisions */

function element(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content.firstElementChild;
}

function insertInOrder(html, at) {
  const later = [...list.children].find((row) => Number(row.dataset.at) > at);
  list.insertBefore(element(html), later ?? null);
}

function show(change) {
  for (const [number, ours, theirs] of change.pieces) {
    pieces.sealed[number].innerHTML = ours;
    pieces.safe[number].innerHTML = theirs;
  }
  for (const key of change.gone) list.querySelector(`[data-row="${key}"]`)?.remove();
  for (const [at, html] of change.groups) insertInOrder(html, at);
  const done = bench.querySelector("#done");
  for (const id of change.undone) done.querySelector(`[data-done="${id}"]`)?.remove();
  done.prepend(...change.done.map(element));
  bench.querySelector("#progress").innerHTML = change.progress;
  bench.querySelector("#left-count").textContent = list.children.length;
  said.textContent = list.children.length ? change.said : `${change.said} ${bench.dataset.allDecided}`;
}

async function send(form, submitter) {
  const data = new FormData(form);
  if (submitter?.name) data.set(submitter.name, submitter.value);
  const before = rows().findIndex((row) => row.value === chosen);
  const wasGroup = form.matches("[data-decide]") && field("group").value;
  // Not form.action: a button of this form is called "action", and shadows it.
  const response = await fetch(form.getAttribute("action"), {
    method: "POST",
    body: data,
    headers: { "X-Workbench": "1" },
    redirect: "manual",
  });
  if (response.status === 422) {
    panel.querySelector("#errors").innerHTML = await response.text();
    panel.querySelector("[data-errors]").focus();
  } else if (response.ok) {
    const change = await response.json();
    show(change);
    document.getSelection().removeAllRanges();
    goOn(form, wasGroup ? before : -1);
    pieces.safe[change.pieces[0]?.[0]]?.scrollIntoView({ block: "nearest" });
  } else {
    // Somebody else changed the story, or the session is over: the page itself says which.
    window.location.reload();
  }
}

// To the group that now stands where the decided one stood; after a selection, back to the text.
function goOn(form, at) {
  const all = rows();
  if (at >= 0 && all.length) return choose(all[Math.min(at, all.length - 1)]);
  mark("");
  fill({ words: "" });
  if (form.matches("[data-decide]")) sealed.focus({ preventScroll: true });
  else (all[0] ?? sealed).focus({ preventScroll: true });
}

/* Selecting words */

function chosenRange() {
  const selection = document.getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0).cloneRange();
  if (!range.intersectsNode(sealed)) return null;
  if (!sealed.contains(range.startContainer)) range.setStart(sealed, 0);
  if (!sealed.contains(range.endContainer)) range.setEnd(sealed, sealed.childNodes.length);
  return range;
}

function startOf(range) {
  const at = range.startContainer;
  const holder = at.nodeType === Node.ELEMENT_NODE ? (at.childNodes[range.startOffset] ?? at) : at.parentElement;
  const piece = (holder.closest?.("[data-at]") ?? holder.querySelector?.("[data-at]")) || null;
  if (!piece) return [sealed, 0];
  return [piece, Number(piece.dataset.at)];
}

function chosenWords() {
  const range = chosenRange();
  if (!range) return null;
  const picked = range.toString();
  const words = picked.trim();
  if (!words) return null;
  const [piece, offset] = startOf(range);
  const before = document.createRange();
  before.selectNodeContents(piece);
  if (piece.contains(range.startContainer)) before.setEnd(range.startContainer, range.startOffset);
  else before.collapse(true);
  const lead = picked.slice(0, picked.length - picked.trimStart().length);
  const start = offset + count(before.toString() + lead);
  return { words, start, end: start + count(words) };
}

/* Keys */

const shortcutsAllowed = () => keysOn?.checked && !help.open;
const press = (selector) => panel.querySelector(selector)?.click();

function writeInstead(action) {
  panel.dataset.pending = action;
  field("replacement").focus();
}

const SHORTCUTS = {
  n: () => step(1),
  p: () => step(-1),
  m: () => press('[value="mask"]'),
  k: () => press('[value="keep"]'),
  s: () => writeInstead("stand_in"),
  g: () => writeInstead("generalise"),
  u: () => bench.querySelector(".bench__bar [data-undo] button").click(),
  t: () => sealed.focus(),
  l: () => document.dispatchEvent(new CustomEvent("heard:listen", { detail: placeToHear() })),
  "?": () => help.showModal(),
};

function placeToHear() {
  const words = chosenWords();
  if (words) return words.start;
  const place = sealed.querySelector(".is-chosen");
  if (!place) return null;
  const range = document.createRange();
  range.selectNodeContents(place.closest("[data-at]"));
  range.setEndBefore(place);
  return Number(place.closest("[data-at]").dataset.at) + count(range.toString());
}

function onKey(event) {
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  const target = event.target;
  const writing = target.matches?.("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
  if (event.key === "Escape" && writing && panel.contains(target)) {
    (list.querySelector("[aria-current]") ?? sealed).focus();
    return;
  }
  if (target === field("replacement") && event.key === "Enter" && panel.dataset.pending) {
    event.preventDefault();
    press(`[name="action"][value="${panel.dataset.pending}"]`);
    return;
  }
  if (writing || !shortcutsAllowed() || target.closest?.("dialog")) return;
  const act = /^[1-9]$/.test(event.key)
    ? () => panel.querySelectorAll(".offered")[Number(event.key) - 1]?.click()
    : SHORTCUTS[event.key];
  if (!act) return;
  event.preventDefault();
  act();
}

function remembered() {
  try {
    return localStorage.getItem(KEYS) !== "off";
  } catch {
    return true; // a browser that keeps nothing: the keys are on each time
  }
}

function remember(on) {
  try {
    localStorage.setItem(KEYS, on ? "on" : "off");
  } catch {
    // Then they are asked again the next time.
  }
}

/* Starting */

function listen() {
  let busy = false;
  bench.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.matches("[data-groups]")) {
      event.preventDefault();
      choose(event.submitter);
    } else if (form.matches("[data-decide], [data-undo]")) {
      event.preventDefault();
      if (busy) return;
      busy = true;
      send(form, event.submitter)
        .catch(() => (said.textContent = bench.dataset.failed))
        .finally(() => (busy = false));
    }
  });
  panel.addEventListener("input", ({ target }) => {
    // Words written by hand are no longer those of a group, nor at the place that was selected.
    if (target.name !== "words") return;
    const { value } = target;
    const instead = field("replacement").value;
    mark("");
    fill({ words: value });
    field("replacement").value = instead;
  });
  panel.addEventListener("focusout", ({ target, relatedTarget }) => {
    if (target.name === "replacement" && !panel.contains(relatedTarget)) delete panel.dataset.pending;
  });
  bench.addEventListener("click", ({ target }) => {
    const row = target.closest("[data-show]");
    if (row) mark(row.dataset.show)?.scrollIntoView({ block: "center" });
    const place = target.closest(".m--open");
    const group = place && document.getSelection().isCollapsed && list.querySelector(`[data-row="${place.dataset.g}"] .group`);
    if (group) choose(group, { focus: false });
    if (target.closest("[data-help]")) help.showModal();
  });
  document.addEventListener("keydown", onKey);
  let waiting;
  document.addEventListener("selectionchange", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      const picked = chosenWords();
      if (!picked) return;
      mark("");
      fill(picked);
    }, 120);
  });
}

// The two texts scroll together, each piece beside itself.
function scrollTogether() {
  let leading;
  let settled;
  bench.addEventListener("scroll", ({ target: pane }) => {
    if (!pane.matches?.(".pane__text") || (leading && leading !== pane)) return;
    leading = pane;
    const share = pane.scrollTop / Math.max(1, pane.scrollHeight - pane.clientHeight);
    for (const other of bench.querySelectorAll(".pane__text")) {
      if (other !== pane) other.scrollTop = share * (other.scrollHeight - other.clientHeight);
    }
    clearTimeout(settled);
    settled = setTimeout(() => (leading = null), 80);
  }, true);
}

if (bench) {
  pieces = {
    sealed: [...sealed.querySelectorAll("[data-i]")],
    safe: [...bench.querySelectorAll("#safe [data-i]")],
  };
  scrollTogether();
  if (panel && list && help) {
    for (const one of bench.querySelectorAll("[data-with-script]")) one.hidden = false;
    keysOn.checked = remembered();
    keysOn.addEventListener("change", () => remember(keysOn.checked));
    listen();
    const first = field("group").value && list.querySelector(`[data-row="${field("group").value}"] .group`);
    if (first) choose(first);
  }
  bench.dataset.ready = "1";
}
