// The operators' console: the form, a run, its report, the operators' checks.
"use strict";

const say = (text, kind) => el("p", { class: kind }, text);
const python = (flag) => (flag ? "True" : "False");
const SERVICES = ["branding", "paid_media", "social_content", "email_marketing", "seo", "influencer", "crm", "analytics"];
const LABELS = { product_service: "Product or service", kpis: "KPIs", positioning_summary: "Positioning", raw_brief_text: "Brief as text" };
const HINTS = {
  industry: "This, the product or the brief as text is needed.",
  brand_name: "As the client writes it, at most 100 characters.",
  kpis: "One a line.", pain_points: "One a line.", platforms: "One a line.",
  competitors: "One a line.", banned_words: "One a line.",
  start_date: "First day of the plan; the next Monday if left empty.",
  language: "A language tag such as en or hi.",
  raw_brief_text: "The brief as it came, if there is more.",
};
const LONG = ["product_service", "primary_goal", "target_audience", "constraints", "positioning_summary", "raw_brief_text"];

let packs = [];
let run = null; // the run under way
let last = null; // the report on the page
let written = null; // the path of the run that wrote it

// ---------------------------------------------------------------- requests

function headers(extra) {
  const sent = { Accept: "application/json", ...extra };
  const key = $("api-key").value.trim();
  if (key) sent["X-API-Key"] = key;
  return sent;
}

async function ask(path, options) {
  let response;
  try {
    response = await fetch(path, { cache: "no-store", credentials: "same-origin", ...options });
  } catch {
    throw { error_type: "transport", error_message: "The service cannot be reached." };
  }
  const body = await response.json().catch(() => null);
  if (response.ok || (body && path.startsWith("/health"))) return body;
  throw body || { error_type: "transport", error_message: `The service answered ${response.status}.` };
}

const post = (path, body, extra) =>
  ask(path, { method: "POST", headers: headers({ "Content-Type": "application/json", ...extra }), body: JSON.stringify(body) });

function problem(error) {
  const lines = [`❌ ${error.error_type || "error"}: ${error.error_message || "unknown"}`];
  if (error.debug_hint) lines.push(error.debug_hint);
  if (error.retry_after_secs) lines.push(`Ask again in ${error.retry_after_secs} s.`);
  if (error.request_id) lines.push(`Request id: ${error.request_id}`);
  return lines.map((line, at) => say(line, at === 0 ? "problem" : "soft"));
}

// ---------------------------------------------------------------- form

async function loadPacks() {
  const pick = $("pack");
  try {
    packs = (await ask("/api/aicmo/packs", { headers: headers() })).packs;
  } catch (error) {
    show(pick, el("option", {}, "No packs"));
    show($("pack-summary"), `${error.error_message || "The packs cannot be read."}`);
    return;
  }
  show(pick, packs.map((pack) => el("option", { value: pack.key }, pack.name)));
  pick.disabled = false;
  $("start").disabled = false;
  choosePack();
}

function choosePack() {
  const pack = packs.find((one) => one.key === $("pack").value);
  if (!pack) return;
  show($("pack-summary"), `${pack.summary} ${pack.sections.length} sections.`);
  const kept = briefValues();
  const first = (field) => field.required || field.used;
  show($("brief-fields"), pack.brief_fields.filter(first).map((field) => input(field, kept)));
  show($("more-fields"), pack.brief_fields.filter((field) => !first(field)).map((field) => input(field, kept)));
}

const labelOf = (name) => LABELS[name] || name.replaceAll("_", " ").replace(/^./, (c) => c.toUpperCase());

function input(field, kept) {
  const id = `brief-${field.name}`;
  const label = labelOf(field.name);
  const long = field.list || LONG.includes(field.name);
  const attributes = {
    id, name: field.name, required: field.required, "data-field": field.name, "data-list": field.list,
    "aria-describedby": `${id}-hint`,
  };
  const control = long
    ? el("textarea", { ...attributes, rows: field.name === "raw_brief_text" ? 6 : 2 })
    : el("input", { ...attributes, type: field.name === "start_date" ? "date" : "text", autocomplete: "off" });
  control.value = kept[field.name] || "";
  return el("p", { class: "field" },
    el("label", { for: id }, label, field.required ? " (required)" : ""), control,
    el("small", { id: `${id}-hint` }, HINTS[field.name] || ""));
}

function briefValues() {
  const values = {};
  for (const node of document.querySelectorAll("[data-field]")) values[node.name] = node.value;
  return values;
}

function requestBody() {
  const brief = {};
  for (const node of document.querySelectorAll("[data-field]")) {
    const text = node.value.trim();
    if (!text) continue;
    brief[node.name] = node.hasAttribute("data-list")
      ? text.split("\n").map((line) => line.trim()).filter(Boolean) : text;
  }
  const services = {};
  for (const node of document.querySelectorAll("[data-service]:checked")) services[node.dataset.service] = false;
  if ($("agency-grade").checked) services.include_agency_grade = true;
  return {
    pack_key: $("pack").value, client_brief: brief, stage: $("stage").value,
    model_preference: $("model").value, draft_mode: $("draft-mode").checked, services,
  };
}

function markFields(fields) {
  for (const node of document.querySelectorAll("[data-field]")) {
    const found = fields.find((field) => field.path.startsWith(`client_brief.${node.name}`));
    const hint = $(`${node.id}-hint`);
    node.setAttribute("aria-invalid", found ? "true" : "false");
    show(hint, found ? found.message : HINTS[node.name] || "");
    hint.className = found ? "problem" : "";
    if (found) node.closest("details")?.setAttribute("open", "");
  }
  document.querySelector("[aria-invalid=true]")?.focus();
}

// ---------------------------------------------------------------- run

function start(event) {
  event.preventDefault();
  begin("/api/aicmo/runs", requestBody(), null);
}

function rewrite(event) {
  event.preventDefault();
  const section = encodeURIComponent($("rewrite-section").value);
  begin(`${written}/sections/${section}/rewrite`, { instruction: $("instruction").value }, last);
}

// `kept` is the report that stays on the page if this run ends without one.
async function begin(path, body, kept) {
  if (run) return;
  run = { kept };
  markFields([]);
  $("report").hidden = !kept;
  $("run").hidden = false;
  show($("sections"));
  $("bar").value = 0;
  $("start").disabled = $("rewrite-start").disabled = true;
  status("🔄 Generating report...");
  $("run").scrollIntoView();
  try {
    run = { kept, ...(await post(path, body, { "X-AICMO-Client": "console" })) };
  } catch (error) {
    finish(error);
    return;
  }
  $("cancel").hidden = false;
  watch(run);
}

const status = (text) => show($("status"), text);

function watch(current) {
  const source = new EventSource(current.events);
  current.source = source;
  const on = (name, handle) => source.addEventListener(name, (event) => {
    if (run === current) handle(JSON.parse(event.data));
  });
  on("plan", (data) => {
    show($("sections"), data.sections.map((section) =>
      el("li", { "data-section": section.id }, `${section.title}: `, el("span", { class: "soft" }, "waiting"))));
    $("bar").max = Math.max(1, data.sections.length);
    if (data.seconds) status(`🔄 Generating report... about ${Math.ceil(data.seconds)} s`);
  });
  on("section_started", (data) => mark(data.section, "writing"));
  on("section_progress", (data) => mark(data.section, `writing, ${data.words} words`));
  on("section_gated", (data) => mark(data.section,
    data.failed_checks.length ? `quality check found ${data.failed_checks.join(", ")}` : "quality checked"));
  on("section_repaired", (data) => mark(data.section, `repaired (${data.kind}: ${data.checks.join(", ")})`));
  on("section_done", (data) => {
    mark(data.section, `✅ ${data.words} words`);
    $("bar").value = document.querySelectorAll("#sections li[data-done]").length;
  });
  on("report_gated", (data) => status(data.passed ? "Quality check passed" : `Quality check found ${data.failed_checks.join(", ")}`));
  on("result", (data) => { source.close(); finish(data); });
  source.addEventListener("error", () => {
    if (source.readyState === EventSource.CLOSED && run === current) poll(current);
  });
}

// The stream is lost for good: ask for the state instead.
async function poll(current) {
  while (run === current) {
    try {
      const state = await ask(current.result, { headers: headers() });
      if (state.result) return finish(state.result);
    } catch (error) {
      return finish(error);
    }
    await new Promise((done) => setTimeout(done, 2000));
  }
}

function mark(id, text) {
  const item = [...document.querySelectorAll("#sections li")].find((one) => one.dataset.section === id);
  if (!item) return;
  show(item.querySelector("span"), text);
  if (text.startsWith("✅")) item.setAttribute("data-done", "");
}

async function cancel() {
  if (!run) return;
  status("Cancelling…");
  await ask(run.result, { method: "DELETE", headers: headers() }).catch((error) => finish(error));
}

function finish(body) {
  const ended = run;
  ended?.source?.close();
  run = null;
  $("start").disabled = $("rewrite-start").disabled = false;
  $("cancel").hidden = true;
  $("report").hidden = false;
  if (body.fields) markFields(body.fields);
  verdict(body, ended?.kept);
  findings(body.success ? body.quality.warnings : (body.quality_issues || {}).checks || []);
  if (body.success || !ended?.kept) deliver(body, ended);
  if (!document.querySelector("[aria-invalid=true]")) $("report").focus();
}

function deliver(body, ended) {
  last = body.success ? body : null;
  written = last && ended?.result;
  $("report-actions").hidden = !last;
  show($("markdown"), last ? renderMarkdown(last.markdown) : []);
  strategy(last && last.brand_strategy);
  $("rewrite").hidden = !written;
  show($("rewrite-section"), last ? last.sections.map((one) => el("option", { value: one.id }, one.title)) : []);
  $("instruction").value = "";
  contents();
}

function contents() {
  const parts = [...document.querySelectorAll("#markdown > h3")];
  $("contents").hidden = parts.length < 2;
  parts.forEach((part, at) => { part.id = `part-${at + 1}`; });
  show($("contents").querySelector("ul"), parts.map((part) =>
    el("li", {}, el("a", { href: `#${part.id}` }, part.textContent))));
}

function verdict(body, kept) {
  const lines = [];
  const failed = body.error_type === "runtime_quality_failed" || (body.success && !body.quality_passed);
  if (failed) lines.push(["⚠️ Quality Check Failed", "problem"]);
  if (body.success) {
    status("Report ready");
    lines.unshift(body.stub_used ? ["❌ LLM Status: STUB", "problem"] : ["✅ LLM Status: REAL", "fine"]);
    const books = body.meta.llm;
    const cost = books.cost_usd == null ? "unknown" : `$${books.cost_usd.toFixed(4)}`;
    const words = body.sections.reduce((sum, section) => sum + section.words, 0);
    lines.push([`Quality score ${body.quality.score}, ${body.quality.checks_run} checks, ${words} words, `
      + `${books.calls} calls, cost ${cost}, ${(body.meta.duration_ms / 1000).toFixed(1)} s`
      + (body.meta.cached ? ", from the cache" : ""), "soft"]);
    for (const warning of body.meta.warnings) lines.push([warning, "soft"]);
    if (body.meta.missing_brief_fields.length) {
      lines.push([`Assumed, as the brief does not say: ${body.meta.missing_brief_fields.map(labelOf).join(", ")}`, "soft"]);
    }
  } else {
    status(kept ? "No new report; the earlier one stands" : "No report");
    lines.push(...problem(body).map((node) => [node.textContent, node.className]));
    for (const attempt of body.attempts || []) {
      lines.push([`${attempt.provider} (${attempt.model}): ${attempt.kind}, ${attempt.duration_ms} ms`, "soft"]);
    }
  }
  show($("verdict"), lines.map(([text, kind]) => el("li", { class: kind }, text)));
}

function findings(issues) {
  const box = $("findings");
  box.hidden = issues.length === 0;
  show(box.querySelector("summary"), `Quality findings (${issues.length})`);
  show(box.querySelector("ul"), issues.map((issue) => el("li", {},
    el("strong", {}, `${issue.check} ${issue.severity}`), ` ${issue.section || "report"}: ${issue.message} `,
    issue.excerpt ? el("q", {}, issue.excerpt) : null, ` ${issue.fix}`)));
}

function strategy(spine) {
  $("strategy").hidden = !spine;
  if (!spine) return;
  const rows = [
    ["Positioning", spine.positioning], ["Offer", spine.offer],
    ["Segments", spine.segments.map((one) => `${one.name}: ${one.description}`).join("; ")],
    ["Pillars", spine.pillars.map((one) => `${one.name}: ${one.idea}`).join("; ")],
    ["Channels", spine.channels.map((one) => `${one.name}: ${one.role}`).join("; ")],
    ["KPIs", spine.kpis.map((one) => `${one.name}: ${one.target} (${one.kind})`).join("; ")],
  ];
  show($("strategy").querySelector("dl"), rows.flatMap(([name, text]) => [el("dt", {}, name), el("dd", {}, text)]));
}

// ---------------------------------------------------------------- copy, download, wiring

async function copyMarkdown() {
  try {
    await navigator.clipboard.writeText(last.markdown);
    status("Markdown copied");
  } catch {
    status("The browser refused to copy; use Download.");
  }
}

function downloadMarkdown() {
  const address = URL.createObjectURL(new Blob([last.markdown], { type: "text/markdown" }));
  const link = el("a", { href: address, download: `${last.pack_key}-${last.report_id}.md` });
  document.body.append(link);
  link.click();
  link.remove();
  URL.revokeObjectURL(address);
}

show($("services"), SERVICES.map((name) => el("p", { class: "check" },
  el("input", { type: "checkbox", id: `service-${name}`, "data-service": name }), " ",
  el("label", { for: `service-${name}` }, name.replaceAll("_", " ")))));
$("request").addEventListener("submit", start);
$("rewrite-form").addEventListener("submit", rewrite);
$("cancel").addEventListener("click", cancel);
window.addEventListener("beforeunload", (event) => { if (run) event.preventDefault(); });
$("api-key").addEventListener("keydown", (event) => {
  if (event.key !== "Enter") return;
  event.preventDefault();
  loadPacks();
});
$("pack").addEventListener("change", choosePack);
$("load-packs").addEventListener("click", loadPacks);
$("copy").addEventListener("click", copyMarkdown);
$("download").addEventListener("click", downloadMarkdown);
if (document.documentElement.dataset.needsKey === "true") $("key-field").hidden = false;
loadPacks();
