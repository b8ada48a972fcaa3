// Sends a chosen file in pieces (tus 1.0.0): shows how far it is, pauses, goes on after a lost connection or a closed tab.
// Nothing is kept on the device: which uploads are unfinished is the server's own list, on the page.

const PIECE = 8 * 1024 * 1024
const WAITS = [1, 2, 4, 8, 15, 30]
const form = document.querySelector("[data-send]")
const at = (name) => document.querySelector(`[data-${name}]`)
const field = form?.querySelector("input[type=file]")
let current = null
let goingOn = null
let pressed = null
let queue = [] // the other files of one choice: one after the other

function words(key, values = {}) {
  const text = document.querySelector(`[data-say] [data-key="${key}"]`).textContent
  return Object.entries(values).reduce((said, [name, value]) => said.replace(`{${name}}`, value), text)
}

function size(bytes) {
  const mb = bytes / 1024 / 1024
  const said = new Intl.NumberFormat(document.documentElement.lang || "en", { maximumFractionDigits: mb < 10 ? 1 : 0 })
  return mb < 1024 ? `${said.format(mb)} MB` : `${new Intl.NumberFormat(undefined, { maximumFractionDigits: 1 }).format(mb / 1024)} GB`
}

function timeLeft(seconds) {
  if (!Number.isFinite(seconds)) return ""
  if (seconds < 50) return words("seconds")
  if (seconds < 90) return words("minute")
  if (seconds < 90 * 60) return words("minutes", { n: Math.round(seconds / 60) })
  return words("hours", { n: Math.round(seconds / 3600) })
}

function say(text) {
  at("said").textContent = text
}

function problem(text) {
  const box = at("problem")
  box.textContent = text
  box.hidden = !text
  if (text) box.focus()
}

function encoded(text) {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)))
}

// Which telling it is for: a draft, or a story that was sent and what is to become of it meanwhile; or an old disc, of
// which the server keeps a file's place in a set, and nothing else of its name.
function about(file) {
  const { draft, story, held } = form.dataset
  const said = held ? { held, name: file.name } : story ? { story, meanwhile: form.elements.meanwhile?.value ?? "" } : { draft }
  return Object.entries(said)
    .map(([name, value]) => `${name} ${encoded(value)}`)
    .join(",")
}

// What was said with the first request stays as it is until the file is here.
function lock(on) {
  for (const each of [field, ...(form.elements.meanwhile ?? [])]) each.disabled = on
}

// The page is asked for anew; words that are typed beside the file go along and are kept.
function onward() {
  const typed = [...form.elements].some((each) => each.type === "textarea" && (each.value || each.defaultValue))
  if (!typed) return window.location.replace(form.action)
  field.value = ""
  lock(false)
  form.insertAdjacentHTML("beforeend", '<input type="hidden" name="then" value="words">')
  form.submit()
}

class Lost extends Error {}

class Refused extends Error {
  constructor(status, text) {
    super(text)
    this.status = status
  }
}

// XMLHttpRequest and not fetch: only it tells how much of a body has gone out.
function ask(method, address, headers, body, onProgress, keep) {
  return new Promise((done, failed) => {
    const request = new XMLHttpRequest()
    request.open(method, address)
    request.setRequestHeader("Tus-Resumable", "1.0.0")
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value)
    if (onProgress) request.upload.onprogress = (event) => onProgress(event.loaded)
    request.onload = () => {
      if (request.status < 300) done(request)
      else if ([423, 503].includes(request.status)) failed(new Lost())
      else failed(new Refused(request.status, request.responseText))
    }
    request.onerror = request.onabort = request.ontimeout = () => failed(new Lost())
    if (keep) keep(request)
    request.send(body)
  })
}

function online() {
  return navigator.onLine === false
    ? new Promise((back) => window.addEventListener("online", back, { once: true }))
    : Promise.resolve()
}

class Sending {
  constructor(file, address) {
    Object.assign(this, { file, address, offset: 0, tries: 0, paused: false, over: false, quarter: 0, began: 0, from: 0 })
    this.running = false
    this.wake = () => {}
  }

  async run() {
    this.show(true)
    say(words("begun"))
    await this.goOn()
  }

  // One at a time: who pauses and goes on while this waits wakes it.
  async goOn() {
    if (this.running) return
    this.running = true
    await this.untilStopped()
    this.running = false
  }

  async untilStopped() {
    while (!this.over && !this.paused) {
      try {
        if (!this.address) await this.create()
        else if (this.unsure) await this.look()
        if (this.offset >= this.file.size) return this.finish()
        await this.piece()
        this.tries = 0
      } catch (error) {
        if (this.over || this.paused) return
        // A wrong offset is mended by asking. Wrong again and again: its story was sent meanwhile.
        if (error instanceof Refused && (error.status !== 409 || this.tries > 2)) return this.refused(error)
        await this.waitAWhile(error)
      }
    }
  }

  async create() {
    const headers = { "Upload-Length": this.file.size, "Upload-Metadata": about(this.file) }
    const answer = await ask("POST", form.dataset.uploads, headers)
    this.address = answer.getResponseHeader("Location")
  }

  async look() {
    const answer = await ask("HEAD", this.address, {})
    this.offset = Number(answer.getResponseHeader("Upload-Offset"))
    this.unsure = false
    this.began = 0
  }

  async piece() {
    this.unsure = true
    const start = this.offset
    const headers = { "Upload-Offset": start, "Content-Type": "application/offset+octet-stream" }
    const body = this.file.slice(start, start + PIECE)
    if (!this.began) [this.began, this.from] = [performance.now(), start]
    const answer = await ask("PATCH", this.address, headers, body, (sent) => this.progress(start + sent), (request) => { this.request = request })
    this.offset = Number(answer.getResponseHeader("Upload-Offset"))
    this.unsure = false
    this.progress(this.offset)
  }

  progress(done) {
    if (this.paused || this.over) return
    if (done >= this.file.size) at("words").textContent = words("checking")
    else {
      const speed = (done - this.from) / ((performance.now() - this.began) / 1000)
      at("words").textContent = words("sending", { ...this.sizes(done), left: timeLeft((this.file.size - done) / speed) })
    }
    at("bar").value = done / this.file.size
    const quarter = Math.floor((done / this.file.size) * 4)
    if (quarter > this.quarter && quarter < 4) say(words("percent", { n: quarter * 25 }))
    this.quarter = Math.max(quarter, this.quarter)
  }

  sizes(done = this.offset) {
    return { done: size(done), total: size(this.file.size) }
  }

  async waitAWhile(error) {
    this.unsure = Boolean(this.address)
    const tried = this.tries++
    if (error instanceof Refused) return
    const lost = words("lost", this.sizes())
    at("words").textContent = lost
    if (!tried) say(lost)
    const seconds = WAITS[Math.min(tried, WAITS.length - 1)]
    const waited = Promise.all([online(), new Promise((go) => setTimeout(go, seconds * 1000))])
    await Promise.race([waited, new Promise((go) => (this.wake = go))])
  }

  refused(error) {
    this.over = true
    this.show(false)
    problem(error.status >= 500 && error.status !== 507 ? words("failed") : error.message || words("failed"))
  }

  pause() {
    this.paused = true
    this.request?.abort()
    this.wake()
    this.unsure = Boolean(this.address)
    const said = words("paused", this.sizes())
    at("words").textContent = said
    say(said)
    this.buttons()
    at("resume").focus()
  }

  resume() {
    this.paused = false
    this.buttons()
    at("pause").focus()
    say(words("begun"))
    this.goOn()
  }

  async cancel() {
    this.over = true
    queue = []
    this.request?.abort()
    this.wake()
    try {
      if (this.address) await ask("DELETE", this.address, {})
    } catch {
      // It goes by itself after a day.
    }
    this.show(false)
    say(words("cancelled"))
    field.value = ""
    field.focus()
  }

  finish() {
    this.over = true
    const next = queue.shift()
    if (next) begin(next)
    else onward()
  }

  show(on) {
    at("sending").hidden = !on
    for (const each of document.querySelectorAll("[data-before]")) each.hidden = on
    lock(on)
    if (on) at("sending").focus()
    this.buttons()
  }

  buttons() {
    at("pause").hidden = this.paused
    at("resume").hidden = !this.paused
  }
}

function chosen() {
  problem("")
  const [file, ...others] = field.files
  queue = others
  if (!file) return goingOn ? null : problem(words("choose"))
  if ([...field.files].some((each) => !each.size)) return problem(words("empty"))
  if ([...field.files].some((each) => each.size > Number(form.dataset.limit))) return problem(words("large"))
  if (goingOn && file.size !== goingOn.length) return problem(words("other"))
  return file
}

function start() {
  const file = chosen()
  if (file) begin(file)
}

function begin(file) {
  current = new Sending(file, goingOn?.address)
  current.unsure = Boolean(goingOn)
  goingOn = null
  current.run()
}

if (form && field) {
  at("plain-limit").hidden = true
  at("piece-limit").hidden = false
  document.addEventListener("click", (event) => (pressed = event.target.closest("button"))) // old browsers name no submitter
  form.addEventListener("submit", (event) => {
    if (pressed?.hasAttribute("formenctype")) return // a button with which no file goes along
    const wordsAlone = form.dataset.story || pressed?.hasAttribute("data-words")
    if (wordsAlone && !field.files[0] && !goingOn) return
    event.preventDefault()
    start()
  })
  field.addEventListener("change", () => (goingOn ? start() : chosen()))
  at("pause").addEventListener("click", () => current.pause())
  at("resume").addEventListener("click", () => current.resume())
  at("cancel").addEventListener("click", () => current.cancel())
  for (const button of document.querySelectorAll("[data-go-on]")) {
    button.hidden = false
    button.addEventListener("click", () => {
      goingOn = { address: button.dataset.goOn, length: Number(button.dataset.length) }
      field.value = ""
      problem(words("again"))
      field.click()
    })
  }
  window.addEventListener("beforeunload", (event) => {
    if (form.isConnected && current && !current.over) event.preventDefault() // not when the page was covered to leave
  })
}
