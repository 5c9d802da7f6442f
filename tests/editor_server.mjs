// Ask a YAML language server what it shows: node editor_server.mjs <server> <root> <settings.json> <file>...
// Prints for each file its diagnostics, and what it completes at the end of the file.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [server, root, settingsFile, ...files] = process.argv.slice(2);
const settings = JSON.parse(readFileSync(settingsFile, "utf8"));
const program = spawn(process.execPath, [server, "--stdio"], { stdio: ["pipe", "pipe", "inherit"] });
const answers = new Map();
const shown = new Map();
let unread = Buffer.alloc(0);
let number = 0;

function send(message) {
  const body = Buffer.from(JSON.stringify({ jsonrpc: "2.0", ...message }));
  program.stdin.write(`Content-Length: ${body.length}\r\n\r\n`);
  program.stdin.write(body);
}

function ask(method, params) {
  const id = ++number;
  send({ id, method, params });
  return new Promise((done) => answers.set(id, done));
}

function receive(message) {
  if (message.method === "workspace/configuration") {
    send({ id: message.id, result: message.params.items.map((item) => (item.section === "yaml" ? settings : null)) });
  } else if (message.method === "textDocument/publishDiagnostics") {
    shown.get(message.params.uri)?.(message.params.diagnostics);
  } else if (message.method && message.id !== undefined) {
    send({ id: message.id, result: null });
  } else if (message.id !== undefined) {
    answers.get(message.id)?.(message.result);
  }
}

program.stdout.on("data", (data) => {
  unread = Buffer.concat([unread, data]);
  for (;;) {
    const head = unread.indexOf("\r\n\r\n");
    if (head < 0) return;
    const length = Number(/Content-Length: (\d+)/.exec(unread.subarray(0, head).toString())[1]);
    if (unread.length < head + 4 + length) return;
    const body = unread.subarray(head + 4, head + 4 + length).toString();
    unread = unread.subarray(head + 4 + length);
    receive(JSON.parse(body));
  }
});

const folder = pathToFileURL(resolve(root)).href;
await ask("initialize", {
  processId: null,
  rootUri: folder,
  capabilities: {
    workspace: { configuration: true, workspaceFolders: true },
    textDocument: { publishDiagnostics: {}, completion: { completionItem: { snippetSupport: true } } },
  },
  workspaceFolders: [{ uri: folder, name: "werkruimte" }],
});
send({ method: "initialized", params: {} });
send({ method: "workspace/didChangeConfiguration", params: { settings: { yaml: settings } } });
await new Promise((done) => setTimeout(done, 300));

const found = [];
for (const file of files) {
  const text = readFileSync(file, "utf8");
  const uri = pathToFileURL(resolve(file)).href;
  const diagnostics = new Promise((done) => shown.set(uri, done));
  send({ method: "textDocument/didOpen", params: { textDocument: { uri, languageId: "yaml", version: 1, text } } });
  const lines = text.split("\n");
  const position = { line: lines.length - 1, character: lines.at(-1).length };
  found.push({
    diagnostics: (await diagnostics).map((d) => [d.range.start.line + 1, d.range.start.character + 1, d.message]),
    offered: ((await ask("textDocument/completion", { textDocument: { uri }, position }))?.items ?? []).map((item) => [
      item.label,
      item.insertText ?? "",
    ]),
  });
}
console.log(JSON.stringify(found));
program.kill();
process.exit(0);
