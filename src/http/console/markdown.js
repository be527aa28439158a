// What the console's scripts share: nodes, and Markdown made into nodes.
// Everything that comes from outside reaches the page as text nodes: no markup is ever parsed
// here, and links are made for http and https only.
"use strict";

const $ = (id) => document.getElementById(id);

function el(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === true) node.setAttribute(name, "");
    else if (value !== false && value != null) node.setAttribute(name, String(value));
  }
  for (const child of children.flat()) {
    if (child != null) node.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
  return node;
}

const show = (node, ...children) => node.replaceChildren(...children.flat().filter(Boolean));

// ---------------------------------------------------------------- Markdown, read as hostile text

function renderMarkdown(text) {
  const lines = String(text).split("\n");
  const out = [];
  let at = 0;
  while (at < lines.length) {
    const line = lines[at];
    const heading = /^(#{1,6})\s+(.*)$/.exec(line);
    if (!line.trim()) at += 1;
    else if (heading) {
      out.push(el(`h${Math.min(6, heading[1].length + 1)}`, {}, inline(heading[2])));
      at += 1;
    } else if (line.startsWith("|") && /^\|[\s:|-]+\|\s*$/.test(lines[at + 1] || "")) at = table(lines, at, out);
    else if (/^\s*([-*+]|\d+[.)])\s/.test(line)) at = list(lines, at, out);
    else if (line.startsWith(">")) {
      const quoted = [];
      while (at < lines.length && lines[at].startsWith(">")) quoted.push(lines[at++].replace(/^>\s?/, ""));
      out.push(el("blockquote", {}, renderMarkdown(quoted.join("\n"))));
    } else {
      const words = [line];
      at += 1;
      while (at < lines.length && lines[at].trim() && !/^(#{1,6}\s|\||>|\s*([-*+]|\d+[.)])\s)/.test(lines[at])) words.push(lines[at++]);
      out.push(el("p", {}, inline(words.join(" "))));
    }
  }
  return out;
}

function list(lines, at, out) {
  const ordered = /^\s*\d/.test(lines[at]);
  const items = [];
  const indent = /^\s*/.exec(lines[at])[0].length;
  while (at < lines.length) {
    const item = /^(\s*)([-*+]|\d+[.)])\s+(.*)$/.exec(lines[at]);
    if (!item || item[1].length < indent) break;
    if (item[1].length > indent && items.length) {
      const nested = [];
      at = list(lines, at, nested);
      items[items.length - 1].append(...nested);
      continue;
    }
    items.push(el("li", {}, inline(item[3])));
    at += 1;
  }
  out.push(el(ordered ? "ol" : "ul", {}, items));
  return at;
}

function cells(line) {
  const found = [];
  let cell = "";
  for (let at = 1; at < line.length; at += 1) {
    if (line[at] === "\\" && at + 1 < line.length) cell += line[at] + line[++at];
    else if (line[at] === "|") { found.push(cell.trim()); cell = ""; }
    else cell += line[at];
  }
  return found;
}

function table(lines, at, out) {
  const head = cells(lines[at].trimEnd());
  const rows = [];
  at += 2;
  while (at < lines.length && lines[at].startsWith("|")) rows.push(cells(lines[at++].trimEnd()));
  out.push(el("div", { class: "table", tabindex: "0", role: "region", "aria-label": head.join(", ") },
    el("table", {},
      el("thead", {}, el("tr", {}, head.map((cell) => el("th", { scope: "col" }, inline(cell))))),
      el("tbody", {}, rows.map((row) => el("tr", {}, row.map((cell) => el("td", {}, inline(cell)))))))));
  return at;
}

const INLINE = /\\([!-/:-@[-`{-~])|`([^`]+)`|\*\*(.+?)\*\*|\*([^*\s][^*]*?)\*|\[([^\]]*)\]\(([^()\s]+)\)/;

function inline(text) {
  const out = [];
  let rest = text;
  for (let found = INLINE.exec(rest); found; found = INLINE.exec(rest)) {
    if (found.index > 0) out.push(rest.slice(0, found.index));
    const [all, escaped, code, strong, emphasis, label, address] = found;
    if (escaped) out.push(escaped);
    else if (code) out.push(el("code", {}, code));
    else if (strong) out.push(el("strong", {}, inline(strong)));
    else if (emphasis) out.push(el("em", {}, inline(emphasis)));
    else if (/^https?:\/\//i.test(address)) {
      out.push(el("a", { href: address, rel: "noopener noreferrer nofollow", target: "_blank" }, inline(label)));
    } else out.push(all);
    rest = rest.slice(found.index + all.length);
  }
  if (rest) out.push(rest);
  return out;
}
