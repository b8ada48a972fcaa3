// Sends a recording in pieces while it is being made, by tus 1.0 (docs/recording.md). What the server has is let go of;
// what it has not is held in memory, and sent again for as long as this page is open. Nothing is stored on the device.

const TUS = { "Tus-Resumable": "1.0.0" };
const PIECE = { ...TUS, "Content-Type": "application/offset+octet-stream" };
const WAITS = [1, 2, 4, 8, 15]; // seconds
const PATIENCE = 30_000; // a request without an answer for so long is a lost connection
const MOST = 4 * 1024 * 1024; // bytes in one request, when there is much to catch up with
const FULL = 507;
const WORTH_A_RETRY = new Set([408, 409, 423, 425, 429, 460]);

// A wrong offset is mended by asking; a request whose answer was lost may still be writing. Wrong for long: the story was
// sent meanwhile.
function isFinal(status, failures) {
  return status < 500 && (!WORTH_A_RETRY.has(status) || (status === 409 && failures > 3));
}

export class Refused extends Error {
  constructor(status, words) {
    super(words);
    this.status = status;
  }
}

export class Sender {
  #offset = 0; // what the server has
  #begun = false; // it has the beginning of this recording
  #address = "";
  #pieces = [];
  #total = 0; // what was recorded
  #ended = false;
  #stopped = false;
  #running = false;
  #current = null;
  #wake = () => {};
  #tell;
  #done;

  // TELL({ state, waiting }) is called at every change: "online", "offline", or "full" when the server has no room.
  // `waiting` is how many bytes are on this page only.
  constructor({ uploads, about, tell }) {
    this.uploads = uploads;
    this.about = about;
    this.#tell = tell;
    this.finished = new Promise((resolve, reject) => (this.#done = { resolve, reject }));
    this.finished.catch(() => {}); // whoever awaits it hears of it; before that, nobody needs to
    addEventListener("online", this.#onOnline);
  }

  get waiting() {
    return this.#total - this.#offset;
  }

  push(piece) {
    if (!piece.size || this.#stopped) return;
    this.#pieces.push(piece);
    this.#total += piece.size;
    this.#run();
  }

  // Nothing more comes. Resolves when the server has all of it.
  finish() {
    this.#ended = true;
    this.#run();
    return this.finished;
  }

  // Removes what the server has of it, however long the connection is gone. TELL(false) when it could not yet.
  async discard(tell = () => {}) {
    this.#stop();
    this.#current?.abort();
    for (let failures = 0; this.#address; failures += 1) {
      const answer = await fetch(this.#address, { method: "DELETE", headers: TUS, keepalive: true }).catch(() => null);
      if (answer && (answer.ok || [403, 404, 410].includes(answer.status))) break;
      tell(false);
      await this.#pause(WAITS[Math.min(failures, WAITS.length - 1)]);
    }
    removeEventListener("online", this.#onOnline);
    tell(true);
  }

  #onOnline = () => this.#wake();

  #stop() {
    this.#stopped = true;
    this.#pieces = [];
    this.#wake();
  }

  async #run() {
    if (this.#running || this.#stopped) return;
    this.#running = true;
    let failures = 0;
    while (!this.#stopped && this.#hasWork()) {
      try {
        if (failures) await this.#ask();
        await this.#step();
        failures = 0;
        this.#tell({ state: "online", waiting: this.waiting });
      } catch (error) {
        if (this.#stopped) break;
        if (error instanceof Refused && isFinal(error.status, failures)) {
          this.#stop();
          this.#done.reject(error);
          break;
        }
        const full = error instanceof Refused && error.status === FULL;
        this.#tell({ state: full ? "full" : "offline", waiting: this.waiting });
        await this.#pause(WAITS[Math.min(failures, WAITS.length - 1)]);
        failures += 1;
      }
    }
    this.#running = false;
  }

  #hasWork() {
    return this.waiting > 0 || this.#ended;
  }

  async #step() {
    if (!this.#begun) return this.#begin();
    const body = new Blob(this.#pieces).slice(0, MOST);
    const last = this.#ended && body.size === this.waiting;
    const headers = { ...PIECE, "Upload-Offset": String(this.#offset) };
    if (last) headers["Upload-Length"] = String(this.#total);
    const answer = await this.#fetch(this.#address, { method: "PATCH", headers, body });
    this.#reached(Number(answer.headers.get("Upload-Offset")));
    if (last) this.#finish(answer);
  }

  async #begin() {
    const said = Object.entries(this.about).map(([name, value]) => `${name} ${btoa(value)}`);
    const headers = { ...TUS, "Upload-Defer-Length": "1", "Upload-Metadata": said.join(",") };
    const answer = await this.#fetch(this.uploads, { method: "POST", headers });
    this.#address = answer.headers.get("Location");
    this.#begun = true;
    if (this.#stopped) await this.discard();
  }

  // After anything went wrong: how much arrived, and whether it was finished by a request whose answer was lost.
  async #ask() {
    if (!this.#begun) return;
    const answer = await this.#fetch(this.#address, { method: "HEAD", headers: TUS });
    this.#reached(Number(answer.headers.get("Upload-Offset")));
    if (answer.headers.get("Heard-Part")) this.#finish(answer);
  }

  #finish(answer) {
    this.#stop();
    removeEventListener("online", this.#onOnline);
    this.#done.resolve({ part: answer.headers.get("Heard-Part") });
  }

  #reached(offset) {
    let had = offset - this.#offset;
    this.#offset = offset;
    while (had > 0 && this.#pieces.length) {
      const piece = this.#pieces.shift();
      if (piece.size > had) this.#pieces.unshift(piece.slice(had));
      had -= piece.size;
    }
  }

  async #fetch(address, options) {
    this.#current = new AbortController();
    const timer = setTimeout(() => this.#current.abort(), PATIENCE);
    try {
      const { signal } = this.#current;
      const answer = await fetch(address, { ...options, signal, credentials: "same-origin", cache: "no-store" });
      if (!answer.ok) throw new Refused(answer.status, (await answer.text()).slice(0, 500));
      return answer;
    } finally {
      clearTimeout(timer);
    }
  }

  #pause(seconds) {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, seconds * 1000);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
