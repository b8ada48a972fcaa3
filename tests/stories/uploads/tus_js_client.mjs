// node tus_js_client.mjs ENDPOINT FILE COOKIE: sends FILE, breaks off half-way, goes on with a new upload object.
import { createReadStream, statSync } from "node:fs"
import { Upload } from "tus-js-client"

const [endpoint, path, cookie] = process.argv.slice(2)
const uploadSize = statSync(path).size
const common = { endpoint, uploadSize, chunkSize: 1024 * 1024, headers: { Cookie: cookie }, retryDelays: [0, 200, 500] }

function brokenOff() {
  return new Promise((done, failed) => {
    const upload = new Upload(createReadStream(path), {
      ...common,
      metadata: { filename: "me.wav" },
      onError: failed,
      onChunkComplete: async (size, accepted) => {
        if (accepted < uploadSize / 2) return
        await upload.abort()
        done({ url: upload.url, at: accepted })
      },
    })
    upload.start()
  })
}

function wentOn(uploadUrl) {
  let from = 0
  return new Promise((done, failed) => {
    const upload = new Upload(createReadStream(path), {
      ...common,
      uploadUrl,
      onError: failed,
      onProgress: (sent) => { from ||= sent },
      onSuccess: () => done(from),
    })
    upload.start()
  })
}

const { url, at } = await brokenOff()
const from = await wentOn(url)
console.log(JSON.stringify({ brokeOffAt: at, wentOnFrom: from }))
