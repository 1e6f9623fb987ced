// How the tuned flow hands notices over: kept connections, a bounded number of them, one request each at a time.
"use strict";
const fs = require("node:fs");
const { Pool } = require("undici");
const job = require("./job.js");

const headers = { "content-type": "application/cloudevents+json" };
const pool = process.env.HF_SINK && new Pool(process.env.HF_SINK, { connections: Number(process.env.HF_CONNECTIONS ?? 8), pipelining: 1 });
const changes = fs.createWriteStream(process.env.HF_CHANGES, { flags: "a" });
const files = new Map();

/** Appends the change to its file; done when the line is with the operating system. */
const append = (event) => written(changes, job.line(event));

/** Posts one notice to the recipient's own queue, and throws where it was not taken. */
async function post(event, recipient) {
  const body = JSON.stringify(job.notice(event, recipient));
  const { statusCode, body: answer } = await pool.request({ path: "/" + recipient.queue + "/messages", method: "POST", headers, body });
  await answer.dump();
  if (statusCode !== 201) throw new Error("The sink answered " + statusCode);
}

/** Appends one notice to the recipient's own file. */
function file(event, recipient) {
  let stream = files.get(recipient.queue);
  if (!stream) files.set(recipient.queue, stream = fs.createWriteStream(process.env.HF_OUT + "/" + recipient.queue + ".jsonl", { flags: "a" }));
  return written(stream, JSON.stringify(job.notice(event, recipient)));
}

function written(stream, text) {
  return new Promise((resolve, reject) => stream.write(text + "\n", (failure) => failure ? reject(failure) : resolve()));
}

module.exports = { ...job, append, post, file };
