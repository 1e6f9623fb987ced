// Node-RED as installed: every setting at its default but what the machine needs (address, port, folder) and the job's own functions.
module.exports = {
  flowFile: process.env.HF_FLOW,
  uiHost: "127.0.0.1",
  uiPort: Number(process.env.HF_PORT),
  userDir: process.env.HF_USER_DIR,
  fileWorkingDirectory: process.env.HF_OUT,
  functionGlobalContext: { job: require("./job.js") },
};
