// Starts `wechat-policy lsp` and connects the editor to it. Colours and snippets work without it.
"use strict";

const vscode = require("vscode");

const SECTION = "wechat-policy";

let client;
let starting = Promise.resolve();

/** What the server is told of the settings; without a language it takes that of the editor. */
function settings() {
  const language = vscode.workspace.getConfiguration(SECTION).get("language", "auto");
  return language === "auto" ? {} : { language };
}

async function start() {
  if (!vscode.workspace.isTrusted) {
    return;
  }
  let library;
  try {
    library = require("vscode-languageclient/node");
  } catch (error) {
    vscode.window.showWarningMessage(
      "WeChat policy: run `npm install` in the folder of the extension, then restart. · " +
        "请在扩展文件夹中运行 `npm install`，然后重启。"
    );
    return;
  }
  const configuration = vscode.workspace.getConfiguration(SECTION);
  const command = configuration.get("executable", "wechat-policy");
  const server = {
    command,
    args: configuration.get("arguments", ["lsp"]),
    transport: library.TransportKind.stdio,
  };
  client = new library.LanguageClient(
    SECTION,
    "WeChat policy",
    { run: server, debug: server },
    {
      documentSelector: [{ language: SECTION }],
      initializationOptions: settings(),
    }
  );
  try {
    await client.start();
  } catch (error) {
    client = undefined;
    vscode.window.showErrorMessage(
      `WeChat policy: \`${command}\` does not start (${error.message}). Set wechat-policy.executable. · ` +
        `\`${command}\` 无法启动，请设置 wechat-policy.executable。`
    );
  }
}

async function stop() {
  const running = client;
  client = undefined;
  if (running !== undefined) {
    await running.stop();
  }
}

/** One after the other: a server that is still starting cannot be stopped. */
function restart() {
  starting = starting.then(stop, stop).then(start);
  return starting;
}

function activate(context) {
  context.subscriptions.push(
    vscode.commands.registerCommand(`${SECTION}.restart`, restart),
    vscode.workspace.onDidGrantWorkspaceTrust(restart),
    vscode.workspace.onDidChangeConfiguration((change) => {
      const told = ["executable", "arguments", "language"];
      if (told.some((name) => change.affectsConfiguration(`${SECTION}.${name}`))) {
        restart();
      }
    })
  );
  return restart();
}

function deactivate() {
  return starting.then(stop, stop);
}

module.exports = { activate, deactivate };
