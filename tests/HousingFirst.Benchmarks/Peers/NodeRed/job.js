// The job of the benchmark, step by step, for both flows: the default flow runs each step in a node of its own, the tuned one all in one.
// What the hub checks of the messages in the corpus is checked here, no less: proof of sender, the CloudEvents attributes, the code, the dates.
"use strict";
const crypto = require("node:crypto");
const fs = require("node:fs");

const corpus = JSON.parse(fs.readFileSync(process.env.HF_CORPUS, "utf8"));
const agencies = new Map(Object.entries(corpus.keys));
const codes = new Set(corpus.codes);
const clients = new Map(Object.entries(corpus.clients));
const sink = process.env.HF_SINK;

const SOURCE = /^\/agencies\/([a-z0-9-]{1,40})$/;
const SUBJECT = /^[A-Za-z0-9-]{4,32}$/;
const ID = /^[\x21-\x7e]{1,128}$/;
const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const ATTRIBUTES = new Set([
  "specversion", "id", "source", "type", "subject", "time", "recordedtime", "datacontenttype", "dataschema", "traceparent", "tracestate", "data"]);
const FIELDS = new Set(["change", "occurredOn", "deadline", "expectedOn", "otherParty", "urgency", "urgencyReason", "note"]);

/** Whether the body was signed by the agency that its source names; the body is read a second time only once it is proven. */
function proven(body, signature, event) {
  const agency = SOURCE.exec(event.source ?? "")?.[1];
  const key = agency && agencies.get(agency);
  if (!key || typeof signature !== "string") return false;
  const expected = Buffer.from("v1." + crypto.createHmac("sha256", key).update(body).digest("base64"));
  const given = Buffer.from(signature);
  return given.length === expected.length && crypto.timingSafeEqual(given, expected);
}

/** The first defect of the event, or undefined. */
function defect(event) {
  for (const name in event) if (!ATTRIBUTES.has(name)) return "an attribute the table doesn't have";
  if (event.specversion !== "1.0") return "specversion";
  if (event.type !== "ca.housingfirst.client.changed.v1") return "type";
  if (typeof event.id !== "string" || !ID.test(event.id)) return "id";
  if (typeof event.subject !== "string" || !SUBJECT.test(event.subject)) return "subject";
  if (event.time !== undefined && !moment(event.time)) return "time";
  if (event.recordedtime !== undefined && !moment(event.recordedtime)) return "recordedtime";
  const data = event.data;
  if (typeof data !== "object" || data === null) return "data";
  for (const name in data) if (!FIELDS.has(name)) return "a field the table doesn't have";
  if (!codes.has(data.change)) return "data.change";
  if (!day(data.occurredOn) || Date.parse(data.occurredOn) > Date.now() + 86_400_000) return "data.occurredOn";
  if (data.expectedOn !== undefined && !day(data.expectedOn)) return "data.expectedOn";
  return undefined;
}

function moment(text) {
  if (typeof text !== "string" || !MOMENT.test(text)) return false;
  const at = Date.parse(text);
  return !Number.isNaN(at) && at <= Date.now() + 600_000;
}

function day(text) {
  return typeof text === "string" && DAY.test(text) && !Number.isNaN(Date.parse(text));
}

/** The client's recipients: [{ queue, reference }], or undefined for a client who is not the sender's. */
function recipients(event) {
  return clients.get(event.source + " " + event.subject);
}

/** The line that is appended to the file of changes. */
function line(event) {
  return JSON.stringify({ receivedAt: new Date().toISOString(), event });
}

/** What one recipient's own system is told. */
function notice(event, recipient) {
  return {
    specversion: "1.0",
    type: "ca.housingfirst.notice.v1",
    source: corpus.hub,
    id: event.id + "." + recipient.queue,
    time: new Date().toISOString(),
    subject: recipient.reference,
    datacontenttype: "application/json",
    data: {
      notice: event.id + "." + recipient.queue,
      kind: "change",
      change: event.data.change,
      occurredOn: event.data.occurredOn,
      expectedOn: event.data.expectedOn,
      from: event.source.slice("/agencies/".length),
      urgency: "U2",
      link: corpus.link,
      call: corpus.call,
    },
  };
}

const address = (recipient) => sink + "/" + recipient.queue + "/messages";

module.exports = { proven, defect, recipients, line, notice, address };
