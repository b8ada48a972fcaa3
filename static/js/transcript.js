// The transcript editor. Each line is one stretch of speech; only the line that is written in costs anything.

const root = document.querySelector("[data-transcript]");
const data = JSON.parse(document.querySelector("#transcript-data").textContent);
const list = root.querySelector("[data-lines]");
const player = root.querySelector("[data-player]");
const mine = "mine" in root.dataset;
const said = root.querySelector("[data-said]");
const token = root.querySelector("[name=csrfmiddlewaretoken]").value;
const words = (name, values = {}) =>
  Object.entries(values).reduce(
    (text, [key, value]) => text.replace(`{${key}}`, value),
    root.querySelector(`[data-say="${name}"]`).textContent,
  );
const say = (name, values) => (said.textContent = words(name, values));

const SAVE_AFTER = 1200;
const TELL_EVERY = 5000;
const SLACK = 0.35; // as the server allows
const lines = new Map(); // key: { key, start, end, speaker, confirmed, words, saved, item, text, name }
const dirty = new Set();
const done = []; // what would undo each change made on this page
let order = [];
let listened = data.listened;
let timer;
let sending = false;

const clock = (seconds) => {
  const whole = Math.floor(seconds);
  const two = (number) => String(number).padStart(2, "0");
  const hours = Math.floor(whole / 3600);
  return `${hours ? `${hours}:` : ""}${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
};
const plain = (line) => line.text.textContent.replace(/\s+/g, " ").trim();
const asSaid = (segment) => segment.words.map((word) => word[2]).join(" ");

/* Drawing */

function draw(segment) {
  const line = { ...segment, saved: asSaid(segment) };
  const time = clock(segment.start);
  line.item = document.createElement("li");
  line.item.className = segment.sound ? "line line--sound" : "line";
  line.item.dataset.key = segment.key;
  const play = document.createElement("button");
  play.type = "button";
  play.className = "line__time";
  play.textContent = time;
  play.setAttribute("aria-label", words("play", { time }));
  line.name = document.createElement("input");
  line.name.className = "line__speaker";
  line.name.value = segment.speaker;
  line.name.setAttribute("list", "speakers");
  line.name.setAttribute("aria-label", words("speaker", { time }));
  line.name.placeholder = mine ? words("who") : "";
  line.name.readOnly = !mine;
  line.name.maxLength = 60;
  line.text = document.createElement("div");
  line.text.className = "line__text";
  line.text.textContent = line.saved;
  line.text.setAttribute("aria-label", words("line", { time }));
  if (mine) {
    line.text.contentEditable = "true";
    line.text.setAttribute("role", "textbox");
    line.text.setAttribute("aria-multiline", "true");
    line.text.spellcheck = true;
  } else {
    line.text.setAttribute("role", "group");
  }
  line.state = document.createElement("span");
  line.state.className = "line__state";
  line.item.append(play, segment.sound ? takeOut(line, time) : line.name, line.text, line.state);
  lines.set(segment.key, line);
  return line.item;
}

/** Nobody says a sound, so where others have a speaker it has a way out. */
function takeOut(line, time) {
  const box = document.createElement("span");
  box.className = "line__sound";
  box.textContent = words("sound");
  if (!mine) return box;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "line__drop";
  button.textContent = words("drop");
  button.setAttribute("aria-label", words("drop-at", { time }));
  button.addEventListener("click", async () => {
    const was = plain(line);
    const next = order[order.indexOf(line.key) + 1];
    await change([{ kind: "drop", key: line.key, was }], [{ kind: "sound", key: 0, was: "", value: was, at: Math.round(line.start * 1000) }]);
    lines.get(next)?.item.querySelector(".line__time").focus();
  });
  box.append(" ", button);
  return box;
}

function mark(line) {
  const heard = isHeard(line);
  line.item.toggleAttribute("data-heard", heard);
  line.item.toggleAttribute("data-confirmed", line.confirmed);
  const state = line.confirmed ? words("is-confirmed") : heard ? words("is-heard") : "";
  if (line.state.textContent !== state) line.state.textContent = state;
}

function count() {
  const spoken = order.map((key) => lines.get(key)).filter((line) => line.words.length);
  const n = spoken.filter((line) => line.confirmed).length;
  root.querySelector("[data-count]").textContent = words("confirmed", { n, all: spoken.length });
  root.querySelector("[data-progress]").value = spoken.length ? n / spoken.length : 0;
  const names = new Set(order.map((key) => lines.get(key).speaker).filter(Boolean));
  document.querySelector("#speakers").replaceChildren(...[...names].map((name) => new Option(name)));
}

/* Marks inside the text: ranges, so that nobody's typing meets an element */

const doubtful = window.Highlight ? new Highlight() : null;
const playing = window.Highlight ? new Highlight() : null;
if (doubtful) {
  CSS.highlights.set("doubtful", doubtful);
  CSS.highlights.set("playing", playing);
}

function rangeOf(line, index) {
  const node = line.text.firstChild;
  if (!node || node.nodeType !== Node.TEXT_NODE || plain(line) !== line.saved) return null;
  let at = 0;
  for (let i = 0; i < index; i++) at += line.words[i][2].length + 1;
  const end = Math.min(at + line.words[index][2].length, node.length);
  if (at >= end) return null;
  const range = document.createRange();
  range.setStart(node, at);
  range.setEnd(node, end);
  return range;
}

function markDoubts(line) {
  if (!doubtful) return;
  for (const range of line.doubts ?? []) doubtful.delete(range);
  line.doubts = [];
  if (line.confirmed) return;
  line.words.forEach((word, index) => {
    const range = word[3] ? rangeOf(line, index) : null;
    if (range) {
      line.doubts.push(range);
      doubtful.add(range);
    }
  });
}

/* Where we are */

function lineOf(node) {
  const item = (node?.nodeType === Node.TEXT_NODE ? node.parentElement : node)?.closest?.("[data-key]");
  return item ? lines.get(Number(item.dataset.key)) : undefined;
}

function lineAt(seconds) {
  for (const key of order) {
    const line = lines.get(key);
    if (line.words.length && seconds < line.end) return line;
  }
  return undefined;
}

function here() {
  return lineOf(document.activeElement) ?? lineOf(getSelection().anchorNode) ?? lineAt(player.currentTime);
}

/** Which word the cursor is in, counted from the start of its line. */
function wordAtCursor(line) {
  const selection = getSelection();
  if (!line.text.contains(selection.anchorNode)) return 0;
  const range = document.createRange();
  range.setStart(line.text, 0);
  range.setEnd(selection.anchorNode, selection.anchorOffset);
  const before = range.toString().replace(/\s+/g, " ").trimStart();
  return before === "" ? 0 : before.split(" ").length - 1;
}

function playFrom(seconds) {
  player.currentTime = Math.max(0, seconds);
  player.play();
}

function follow() {
  if (playing) playing.clear();
  const line = lineAt(player.currentTime);
  const now = player.currentTime;
  const index = line ? line.words.findIndex((word) => now < word[1]) : -1;
  const range = index >= 0 && now >= line.words[index][0] - 0.2 ? rangeOf(line, index) : null;
  if (range && playing) playing.add(range);
  if (!player.paused) requestAnimationFrame(follow);
}

/* What was listened to */

function isHeard(line) {
  let at = line.start;
  for (const [start, end] of listened) {
    if (end <= at) continue;
    if (start >= line.end || start - at > SLACK) break;
    at = Math.max(at, end);
  }
  return line.end - at <= SLACK;
}

const played = () => Array.from({ length: player.played.length }, (_, i) => [player.played.start(i), player.played.end(i)]);

async function tellListened() {
  const spans = played();
  if (spans.length) await send({ listened: spans }, { quietly: true });
}

/* Sending */

async function send(body, { quietly = false } = {}) {
  let response;
  try {
    response = await fetch(data.save, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token, Accept: "application/json" },
      body: JSON.stringify(body),
      keepalive: body.changes === undefined || body.changes.length < 50,
    });
  } catch {
    say("failed");
    return null;
  }
  const answer = response.headers.get("Content-Type")?.startsWith("application/json") ? await response.json() : null;
  if (!answer) {
    say("failed");
    return null;
  }
  if (response.status === 409) clash(answer);
  if (!response.ok) said.textContent = answer.message;
  else {
    take(answer);
    if (!quietly) say("saved");
  }
  return response.ok ? answer : null;
}

function take(answer) {
  if (answer.listened) listened = answer.listened;
  for (const segment of answer.segments) {
    const line = lines.get(segment.key);
    if (!line) {
      draw(segment);
      continue;
    }
    // What is written of a sound comes back in its brackets.
    const unsaved = !segment.sound && plain(line) !== line.saved && plain(line) !== asSaid(segment);
    Object.assign(line, segment, { saved: asSaid(segment) });
    if (!unsaved && line.text.textContent !== line.saved && document.activeElement !== line.text) {
      line.text.textContent = line.saved;
    }
    if (document.activeElement !== line.name) line.name.value = segment.speaker;
  }
  if (answer.order) {
    order = answer.order;
    for (const [key, line] of lines) {
      if (!order.includes(key)) {
        line.item.remove();
        lines.delete(key);
      }
    }
    let after = null;
    for (const key of order) {
      const { item } = lines.get(key);
      if (after ? after.nextElementSibling !== item : list.firstElementChild !== item) {
        if (after) after.after(item);
        else list.prepend(item);
      }
      after = item;
    }
  }
  for (const key of order) mark(lines.get(key));
  for (const segment of answer.segments) markDoubts(lines.get(segment.key));
  if (answer.segments.length || answer.order) count();
}

function clash(answer) {
  for (const segment of answer.segments) {
    const line = lines.get(segment.key);
    if (!line || line.item.querySelector(".line__clash")) continue;
    const box = document.createElement("div");
    box.className = "line__clash";
    const theirs = document.createElement("p");
    theirs.textContent = `${words("theirs")} ${asSaid(segment)}`;
    const answerWith = (name, text) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button button-small button-secondary";
      button.textContent = words(name);
      button.addEventListener("click", () => {
        Object.assign(line, segment, { saved: asSaid(segment) });
        if (text !== null) line.text.textContent = text;
        dirty.add(line.key);
        box.remove();
        save();
      });
      return button;
    };
    box.append(theirs, answerWith("take", asSaid(segment)), " ", answerWith("keep", null));
    line.item.append(box);
  }
}

function gather() {
  const changes = [];
  for (const key of dirty) {
    const line = lines.get(key);
    if (line && plain(line) !== line.saved) changes.push({ kind: "text", key, was: line.saved, value: plain(line) });
  }
  dirty.clear();
  return changes;
}

const opposite = (change) => ({ ...change, was: change.value, value: change.was });

async function save() {
  clearTimeout(timer);
  if (sending) {
    timer = setTimeout(save, SAVE_AFTER);
    return false;
  }
  const changes = gather();
  if (!changes.length) return true;
  sending = true;
  say("saving");
  const answer = await send({ changes });
  sending = false;
  if (answer) done.push(changes.map(opposite).reverse());
  else {
    for (const change of changes) dirty.add(change.key);
    if (!root.querySelector(".line__clash")) timer = setTimeout(save, SAVE_AFTER * 4);
  }
  return Boolean(answer);
}

/** A change to the lines themselves, after what was typed has been kept. */
async function change(made, back) {
  if (!(await save())) return;
  if (await send({ changes: made })) done.push(back);
}

/* What can be done */

const DO = {
  play: () => (player.paused ? player.play() : player.pause()),
  back: () => (player.currentTime = Math.max(0, player.currentTime - 5)),
  slower: () => {
    player.playbackRate = player.playbackRate < 1 ? 1 : 0.7;
    root.querySelector('[data-do="slower"]').setAttribute("aria-pressed", String(player.playbackRate < 1));
  },
  doubtful: () => {
    const from = here();
    const begin = from ? order.indexOf(from.key) : 0;
    const at = from && from.text.contains(getSelection().anchorNode) ? wordAtCursor(from) : -1;
    for (let i = Math.max(begin, 0); i < order.length; i++) {
      const line = lines.get(order[i]);
      if (line.confirmed) continue;
      const index = line.words.findIndex((word, number) => word[3] && (i > begin || number > at));
      if (index < 0) continue;
      line.item.scrollIntoView({ block: "center" });
      line.text.focus();
      const range = rangeOf(line, index);
      if (range) getSelection().setBaseAndExtent(range.startContainer, range.startOffset, range.endContainer, range.endOffset);
      playFrom(line.words[index][0] - 0.5);
      return;
    }
    say("no-doubtful");
  },
  split: () => {
    const line = here();
    if (!line) return;
    const at = wordAtCursor(line);
    const text = plain(line);
    const first = text.split(" ").slice(0, at).join(" ");
    change([{ kind: "split", key: line.key, was: text, at }], [{ kind: "merge", key: line.key, was: first }]);
  },
  merge: () => {
    const line = here();
    const next = lines.get(order[order.indexOf(line?.key) + 1]);
    if (!line || !next) return;
    const both = `${plain(line)} ${plain(next)}`.trim();
    const at = plain(line).split(" ").filter(Boolean).length;
    change([{ kind: "merge", key: line.key, was: plain(line) }], [{ kind: "split", key: line.key, was: both, at }]);
  },
  speaker: () => here()?.name.focus(),
  sound: () => {
    const form = root.querySelector("[data-sound]");
    form.closest("details").open = true;
    form.elements.at.value = clock(player.currentTime);
    form.elements.what.focus();
  },
  undo: async () => {
    if (!(await save())) return;
    const back = done.pop();
    if (!back) say("nothing-to-undo");
    else await send({ changes: back });
  },
  confirm: async () => {
    if (!(await save())) return;
    await tellListened();
    const keys = order.filter((key) => {
      const line = lines.get(key);
      return line.words.length && !line.confirmed && isHeard(line);
    });
    if (keys.length) await send({ confirm: keys });
    else say("nothing-heard");
  },
  "replace-all": () => {
    const form = root.querySelector("[data-find]");
    const wanted = form.elements.find.value;
    if (!wanted) return;
    let n = 0;
    for (const key of order) {
      const line = lines.get(key);
      const pieces = plain(line).split(wanted);
      if (pieces.length === 1) continue;
      n += pieces.length - 1;
      line.text.textContent = pieces.join(form.elements.replace.value);
      dirty.add(key);
    }
    say(n ? "found" : "not-found", { n });
    if (n) save();
  },
};

/** 1:05 or 65 as milliseconds; -1 for what is no time, which the server says. */
function asTime(written) {
  const parts = written.trim().split(":");
  if (parts.length > 3 || parts.some((part) => !/^\d+([.,]\d+)?$/.test(part))) return -1;
  return Math.round(parts.reduce((seconds, part) => seconds * 60 + Number(part.replace(",", ".")), 0) * 1000);
}

async function describeSound(form) {
  if (!(await save())) return;
  const known = new Set(order);
  const made = { kind: "sound", key: 0, was: "", value: form.elements.what.value, at: asTime(form.elements.at.value) };
  if (!(await send({ changes: [made] }))) return;
  form.elements.what.value = "";
  const line = lines.get(order.find((key) => !known.has(key)));
  if (!line) return;
  done.push([{ kind: "drop", key: line.key, was: line.saved }]);
  line.item.scrollIntoView({ block: "nearest" });
}

function findNext(wanted) {
  const begin = order.indexOf(here()?.key) + 1;
  for (let i = 0; i < order.length; i++) {
    const line = lines.get(order[(begin + i) % order.length]);
    const at = plain(line).toLowerCase().indexOf(wanted.toLowerCase());
    if (at < 0) continue;
    line.item.scrollIntoView({ block: "center" });
    line.text.focus();
    const node = line.text.firstChild;
    if (node) getSelection().setBaseAndExtent(node, at, node, Math.min(at + wanted.length, node.length));
    return;
  }
  say("not-found");
}

/* Listening to the page */

const KEYS = { KeyK: "play", KeyJ: "back", KeyL: "slower", KeyN: "doubtful", KeyS: "split", KeyM: "merge", KeyP: "speaker", KeyD: "sound", KeyZ: "undo", Enter: "confirm" };

root.addEventListener("keydown", (event) => {
  if (event.altKey && !event.ctrlKey && !event.metaKey && KEYS[event.code]) {
    const name = KEYS[event.code];
    if (!root.querySelector(`[data-do="${name}"]`)) return;
    event.preventDefault();
    DO[name]();
  } else if (event.key === "Enter" && event.target.closest(".line__text")) {
    event.preventDefault(); // one stretch of speech is one line
  }
});
root.addEventListener("mousedown", (event) => {
  // A button must not take the cursor out of the words it is about.
  if (event.target.closest("[data-do]")) event.preventDefault();
});
root.addEventListener("click", (event) => {
  const button = event.target.closest("[data-do]");
  if (button) return DO[button.dataset.do]();
  const line = lineOf(event.target);
  if (!line) return;
  if (event.target.closest(".line__time")) playFrom(line.start);
  else if (event.target.closest(".line__text") && root.querySelector("[data-click-plays]").checked && getSelection().isCollapsed) {
    const word = line.words[Math.min(wordAtCursor(line), line.words.length - 1)];
    if (word) playFrom(word[0] - 0.1);
  }
});
list.addEventListener("input", (event) => {
  const line = lineOf(event.target);
  if (!line || !event.target.closest(".line__text")) return;
  dirty.add(line.key);
  clearTimeout(timer);
  timer = setTimeout(save, SAVE_AFTER);
});
list.addEventListener("paste", (event) => {
  event.preventDefault();
  document.execCommand("insertText", false, event.clipboardData.getData("text/plain").replace(/\s+/g, " "));
});
list.addEventListener("change", (event) => {
  const line = lineOf(event.target);
  if (!line || event.target !== line.name) return;
  const value = line.name.value.trim();
  const was = plain(line);
  change([{ kind: "speaker", key: line.key, was, value }], [{ kind: "speaker", key: line.key, was, value: line.speaker }]);
});
list.addEventListener("focusout", (event) => {
  if (event.target.closest(".line__text")) save();
});
root.querySelector("[data-find]")?.addEventListener("submit", (event) => {
  event.preventDefault();
  if (event.target.elements.find.value) findNext(event.target.elements.find.value);
});
root.querySelector("[data-sound]")?.addEventListener("submit", (event) => {
  event.preventDefault();
  describeSound(event.target);
});
player.addEventListener("play", () => requestAnimationFrame(follow));
player.addEventListener("seeked", follow);
player.addEventListener("pause", tellListened);
player.addEventListener("ended", tellListened);
setInterval(() => !player.paused && tellListened(), TELL_EVERY);
addEventListener("beforeunload", (event) => {
  if (![...dirty].some((key) => lines.has(key) && plain(lines.get(key)) !== lines.get(key).saved)) return;
  save();
  event.preventDefault();
});

order = data.segments.map((segment) => segment.key);
list.append(...data.segments.map(draw));
for (const line of lines.values()) {
  mark(line);
  markDoubts(line);
}
count();
root.dataset.ready = "";
