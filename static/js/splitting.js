// The splitting screen: marks are set at the player's time and written into the lines of the form, which works without
// this. Nothing is kept here: Save sends the form.

const desk = document.querySelector("[data-splitting]")
const player = desk.querySelector("[data-player]")
const form = desk.querySelector("[data-rows]")
const list = desk.querySelector("[data-list]")
const strip = desk.querySelector("[data-strip]")
const whole = Number(desk.dataset.length)
const BACK = 5
const spare = list.lastElementChild.cloneNode(true)
let stopAt = null
let changed = false

const rows = () => [...list.querySelectorAll("[data-row]")]
const field = (row, name) => row.querySelector(`[name="${name}"]`)
const here = () => Math.min(Math.round(player.currentTime * 100) * 10, whole)

function say(ms) {
  const seconds = Math.floor(ms / 1000)
  const pad = (number) => String(number).padStart(2, "0")
  const part = ms % 1000 ? `.${String(ms % 1000).padStart(3, "0")}`.replace(/0+$/, "") : ""
  return `${Math.floor(seconds / 3600)}:${pad(Math.floor(seconds / 60) % 60)}:${pad(seconds % 60)}${part}`
}

function read(text) {
  const parts = text.trim().replace(",", ".").split(":")
  if (!text.trim() || parts.length > 3 || parts.some((part) => !/^\d+(\.\d+)?$/.test(part))) return null
  return Math.round(parts.reduce((sum, part) => sum * 60 + Number(part), 0) * 1000)
}

function tell(key, values) {
  const words = form.querySelector(`[data-say="${key}"]`).textContent
  desk.querySelector("[data-said]").textContent = Object.entries(values).reduce((said, [name, value]) => said.replace(`{${name}}`, value), words)
}

const span = (row) => ({ row, start: read(field(row, "start").value), end: read(field(row, "end").value), who: field(row, "who").value })
const filled = () => rows().map(span).filter((each) => each.start !== null)

function write(row, { start, end, who }) {
  if (start !== undefined) field(row, "start").value = start === null ? "" : say(start)
  if (end !== undefined) field(row, "end").value = end === null ? "" : say(end)
  if (who !== undefined) field(row, "who").value = who
  forget(row)
}

// What was wrong with a line is not known of the line as it is now.
function forget(row) {
  row.querySelector(".stuck")?.remove()
  for (const input of row.querySelectorAll("[aria-invalid]")) {
    input.removeAttribute("aria-invalid")
    input.removeAttribute("aria-describedby")
  }
  changed = true
  draw()
}

// Where everybody is; the same stands in the lines in words.
function draw() {
  strip.replaceChildren(
    ...filled()
      .filter(({ start, end, who }) => who && end > start)
      .map(({ start, end, who }) => {
        const rect = document.createElementNS("http://www.w3.org/2000/svg", "rect")
        const sizes = { x: (start * 1000) / whole, y: 0, width: ((end - start) * 1000) / whole, height: 24, class: `rip-strip__${who % 6}` }
        for (const [name, value] of Object.entries(sizes)) rect.setAttribute(name, value)
        return rect
      }),
    ...kept,
  )
}

// Those that are testimonies already stand in no line.
const typedAtFirst = filled().filter(({ start, end, who }) => who && end > start).length
const kept = [...strip.children].slice(0, strip.children.length - typedAtFirst)

function newRow() {
  const row = spare.cloneNode(true)
  wake(row)
  return row
}

// A mark parts the line it falls into; outside every line it begins one, up to the next.
function mark(at, who) {
  const inside = filled().find(({ start, end }) => start < at && (end === null || at < end))
  const next = filled().map(({ start }) => start).filter((start) => start > at).sort((a, b) => a - b)[0]
  const beginning = filled().find(({ start }) => start === at)
  if (beginning) return write(beginning.row, { who })
  const row = rows().find((each) => !field(each, "start").value && !field(each, "end").value) ?? newRow()
  const before = filled().filter(({ start }) => start < at).sort((a, b) => b.start - a.start)[0]
  write(row, { start: at, end: inside ? (inside.end ?? next ?? whole) : (next ?? whole), who })
  if (inside) write(inside.row, { end: at })
  if (before) before.row.after(row)
  else list.prepend(row)
}

const nextPerson = () => {
  const used = new Set(rows().map((row) => field(row, "who").value))
  return [...field(spare, "who").options].map((option) => option.value).find((value) => value && !used.has(value)) ?? ""
}

const DO = {
  person() {
    const [at, who] = [here(), nextPerson()]
    mark(at, who)
    tell("person", { n: who, at: say(at) })
  },
  stop() {
    const at = here()
    mark(at, "")
    tell("stop", { at: say(at) })
  },
  play: () => (player.paused ? player.play() : player.pause()),
  back: () => (player.currentTime = Math.max(player.currentTime - BACK, 0)),
}

const ROW = {
  listen(row) {
    const { start, end } = span(row)
    if (start === null) return
    player.currentTime = start / 1000
    stopAt = end === null ? null : end / 1000
    player.play()
  },
  start(row) {
    write(row, { start: here() })
    tell("start", { at: say(here()) })
  },
  end(row) {
    write(row, { end: here() })
    tell("end", { at: say(here()) })
  },
  drop(row) {
    const neighbour = row.nextElementSibling ?? row.previousElementSibling
    write(row, { start: null, end: null, who: "" })
    list.append(row)
    tell("dropped", {})
    field(neighbour ?? row, "start").focus()
  },
}

function wake(row) {
  for (const hidden of row.querySelectorAll("[data-with-script]")) hidden.hidden = false
}

const KEYS = { KeyN: "person", KeyE: "stop", KeyK: "play", KeyJ: "back" }

for (const row of rows()) wake(row)
for (const hidden of desk.querySelectorAll("[data-with-script]")) hidden.hidden = false
for (const place of desk.querySelectorAll("[data-to]")) {
  place.hidden = false
  place.nextElementSibling.hidden = true
}
wake(spare)
desk.addEventListener("click", ({ target }) => {
  const button = target.closest("button")
  if (button?.dataset.do) DO[button.dataset.do]()
  else if (button?.dataset.rowDo) ROW[button.dataset.rowDo](button.closest("[data-row]"))
  else if (button?.dataset.to) {
    stopAt = null
    player.currentTime = Number(button.dataset.to)
  }
})
document.addEventListener("keydown", (event) => {
  if (!event.altKey || event.ctrlKey || event.metaKey || !KEYS[event.code]) return
  event.preventDefault()
  DO[KEYS[event.code]]()
})
player.addEventListener("timeupdate", () => {
  desk.querySelector("[data-now]").textContent = say(here())
  if (stopAt !== null && player.currentTime >= stopAt) {
    player.pause()
    stopAt = null
  }
})
form.addEventListener("input", ({ target }) => forget(target.closest("[data-row]")))
form.addEventListener("submit", () => (changed = false))
window.addEventListener("beforeunload", (event) => changed && event.preventDefault())
desk.parentElement.querySelector(".obstacles[tabindex]")?.focus()
