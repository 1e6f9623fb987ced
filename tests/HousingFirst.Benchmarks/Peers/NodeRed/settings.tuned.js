// Node-RED as an engineer sets it up for load: no editor, no admin API, only errors logged, kept connections (telling.js). The harness adds
// NODE_ENV=production. The flow has three nodes: each wire clones or passes a message, so fewer nodes are faster.
module.exports = {
  flowFile: process.env.HF_FLOW,
  uiHost: "127.0.0.1",
  uiPort: Number(process.env.HF_PORT),
  userDir: process.env.HF_USER_DIR,
  httpAdminRoot: false,
  disableEditor: true,
  diagnostics: { enabled: false, ui: false },
  runtimeState: { enabled: false, ui: false },
  logging: { console: { level: "error", metrics: false, audit: false } },
  contextStorage: { default: { module: "memory" } },
  functionGlobalContext: { job: require("./telling.js") },
};
