// rhea's events as promises.
import rhea from "rhea";
import { agency, key, port } from "./suite.mjs";

rhea.on("error", () => { }); // each is seen where it happens
rhea.options.reconnect = false;

/** Connects; without credentials as ANONYMOUS. */
export const connect = (options = {}) => new Promise((resolve, reject) => {
  const connection = rhea.connect({ host: "127.0.0.1", port, username: agency, password: key, reconnect: false, ...options });
  connection.once("connection_open", () => resolve(connection));
  for (const event of ["connection_error", "disconnected"]) connection.on(event, ({ error }) => reject(error ?? new Error(event)));
});

/** Opens a sender and waits for credit. */
export const attach = (connection, target, options = {}) => new Promise((resolve, reject) => {
  const sender = connection.open_sender({ target, ...options }), waiting = new Map();
  sender.outcome = (delivery) => new Promise((accepted, refused) => waiting.set(delivery, { accepted, refused }));
  sender.on("accepted", ({ delivery }) => waiting.get(delivery)?.accepted());
  for (const event of ["rejected", "released"]) sender.on(event, ({ delivery }) => waiting.get(delivery)?.refused(delivery.remote_state.error ?? new Error(event)));
  sender.once("sendable", () => resolve(sender));
  const ended = () => {
    const error = sender.error ?? new Error("the link was closed without words");
    reject(error);
    for (const { refused } of waiting.values()) refused(error);
  };
  sender.on("sender_error", ended).on("sender_close", ended);
});

/** Sends and waits for the hub's answer. */
export const send = (sender, message, format) => sender.outcome(sender.send(message, undefined, format));

/** Puts a token on $cbs by hand, as the SDKs do. Gives the status the hub answered with. */
export const putToken = (connection, name, token) => new Promise((resolve, reject) => {
  const sender = connection.open_sender("$cbs"), receiver = connection.open_receiver("$cbs");
  receiver.once("message", ({ message }) => {
    sender.close();
    receiver.close();
    const { "status-code": code, "status-description": description } = message.application_properties;
    if (code === 202 && message.correlation_id === "put-1") resolve(code);
    else reject(new Error(`${code} ${description}`));
  });
  for (const link of [sender, receiver]) link.on("sender_error", () => reject(sender.error)).on("receiver_error", () => reject(receiver.error));
  sender.once("sendable", () => sender.send({
    message_id: "put-1", reply_to: "cbs", body: token,
    application_properties: { operation: "put-token", type: "servicebus.windows.net:sastoken", name },
  }));
});

/** Leaves the mechanisms to those that name no one: ANONYMOUS, or MSSBCBS as the .NET and Java SDKs do. */
export function unnamed(mechanism = "ANONYMOUS") {
  const sasl_mechanisms = rhea.sasl.client_mechanisms();
  sasl_mechanisms[mechanism] = () => ({ start: (done) => done(undefined, ""), step: (_, done) => done(undefined, "") });
  return { sasl_mechanisms, username: undefined, password: undefined };
}

export const { data_section, data_sections, encode, sequence_section } = rhea.message;
export const { wrap_binary, wrap_symbol } = rhea.types;

/** Opens a receiver; what it is given waits until it is taken. */
export const attachReceiver = (connection, source, options = {}) => new Promise((resolve, reject) => {
  const receiver = connection.open_receiver({ source, ...options });
  receiver.come = [];
  receiver.on("message", ({ message, delivery }) => {
    receiver.come.push({ message, delivery });
    receiver.emit("come");
  });
  receiver.once("receiver_open", () => resolve(receiver));
  for (const event of ["receiver_error", "receiver_close"]) receiver.once(event, () => reject(receiver.error ?? new Error(event)));
});

/** The next message of a receiver. */
export const take = async (receiver, seconds = 8) => {
  if (receiver.come.length === 0) await new Promise((resolve) => { receiver.once("come", resolve); setTimeout(resolve, seconds * 1000); });
  if (receiver.come.length === 0) throw new Error("no message came");
  return receiver.come.shift();
};
