// Renders /openapi.json. Text nodes only.
"use strict";

function el(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) node.setAttribute(name, value);
  for (const child of children.flat()) if (child != null && child !== "") node.append(child);
  return node;
}

const nameOf = (reference) => reference.split("/").pop();
const meaning = (schema) => schema.description
  || (schema.oneOf || []).map((one) => one.description).find(Boolean) || "";
const code = (text) => el("code", {}, String(text));

// A schema in a few words; named ones link to their own part of the page.
function typeOf(schema) {
  if (!schema) return ["any"];
  if (schema.$ref) return [el("a", { href: `#${nameOf(schema.$ref)}` }, nameOf(schema.$ref))];
  const either = schema.oneOf || schema.anyOf || schema.allOf;
  if (either) return either.flatMap((one, at) => (at ? [" or ", ...typeOf(one)] : typeOf(one)));
  if (schema.const !== undefined) return [code(JSON.stringify(schema.const))];
  if (schema.enum) return schema.enum.flatMap((one, at) => (at ? [" ", code(one)] : [code(one)]));
  const types = [].concat(schema.type || "any");
  return types.flatMap((type, at) => {
    const shown = type === "array" ? ["list of ", ...typeOf(schema.items)] : [type];
    return at ? [" or ", ...shown] : shown;
  });
}

function properties(schema) {
  const wanted = new Set(schema.required || []);
  const rows = Object.entries(schema.properties || {}).map(([name, one]) => el("tr", {},
    el("td", {}, code(name), wanted.has(name) ? " *" : ""), el("td", {}, typeOf(one)), el("td", {}, meaning(one))));
  if (!rows.length) return null;
  const head = ["Field", "Type", "Meaning"].map((title) => el("th", { scope: "col" }, title));
  return el("div", { class: "table", tabindex: "0", role: "region", "aria-label": "Fields" },
    el("table", {}, el("thead", {}, el("tr", {}, head)), el("tbody", {}, rows)));
}

const example = (value) => (value === undefined ? null
  : el("details", {}, el("summary", {}, "Example"), el("pre", {}, JSON.stringify(value, null, 2))));

function content(part) {
  return Object.entries((part && part.content) || {}).flatMap(([media, one]) => [
    el("p", {}, code(media), ": ", typeOf(one.schema)), example(one.example)]);
}

function operation(method, path, one) {
  const parameters = (one.parameters || []).map((given) => el("li", {},
    code(given.name), ` (${given.in}): ${given.description || ""}`));
  const responses = Object.entries(one.responses || {}).map(([status, response]) => el("li", {},
    el("strong", {}, status), ` ${response.description} `,
    Object.values(response.content || {}).slice(0, 1).flatMap((given) => ["(", ...typeOf(given.schema), ")"])));
  return el("section", { "aria-label": `${method} ${path}` },
    el("h3", {}, code(`${method.toUpperCase()} ${path}`)),
    el("p", {}, one.summary || ""),
    one.description ? el("p", {}, one.description) : null,
    parameters.length ? el("ul", {}, parameters) : null,
    one.requestBody ? [el("h4", {}, "Request body"), ...content(one.requestBody)] : null,
    el("h4", {}, "Responses"), el("ul", {}, responses));
}

function page(spec) {
  const groups = new Map((spec.tags || []).map((tag) => [tag.name, []]));
  for (const [path, item] of Object.entries(spec.paths)) {
    for (const [method, one] of Object.entries(item)) {
      const tag = (one.tags || ["other"])[0];
      groups.set(tag, [...(groups.get(tag) || []), operation(method, path, one)]);
    }
  }
  const schemas = Object.entries((spec.components || {}).schemas || {}).map(([name, schema]) =>
    el("section", { id: name }, el("h3", {}, name), el("p", {}, schema.description || ""),
      properties(schema) || el("p", {}, typeOf(schema)), example(schema.example)));
  return [
    el("p", {}, `${spec.info.title} ${spec.info.version}. ${spec.info.description || ""}`),
    ...[...groups].flatMap(([tag, operations]) => [el("h2", {}, tag), ...operations]),
    el("h2", {}, "Schemas"), ...schemas,
  ];
}

fetch("/openapi.json")
  .then((response) => response.json())
  .then((spec) => {
    document.getElementById("docs").replaceChildren(...page(spec));
    if (location.hash) document.getElementById(location.hash.slice(1))?.scrollIntoView();
  })
  .catch(() => document.getElementById("docs").replaceChildren("The specification cannot be read."));
