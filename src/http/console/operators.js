// The console's health check and what operators can ask for with the admin key.
"use strict";

async function checkHealth() {
  const box = $("health");
  show(box, say("Checking: this asks a model and can take a minute…", "soft"));
  try {
    const body = await ask("/health/llm", {});
    show(box,
      say(body.ok ? "✅ Overall: HEALTHY" : "❌ Overall: UNHEALTHY", body.ok ? "fine" : "problem"),
      say(`LLM Ready: ${python(body.llm_ready)} · Used Stub: ${python(body.used_stub)} · Quality Passed: ${python(body.quality_passed)}`),
      body.error_type ? say(`Error: ${body.error_type}`, "problem") : null,
      say(`${body.debug_hint}${body.cached ? " (kept result)" : ""}`, "soft"));
  } catch (error) {
    show(box, problem(error));
  }
}

const adminHeaders = () => headers({ "X-Admin-Key": $("admin-key").value });

async function admin(path, body, passed) {
  const box = $("admin-result");
  show(box, say("Running…", "soft"));
  try {
    const started = await post(path, body, { "X-Admin-Key": $("admin-key").value });
    for (;;) {
      const state = await ask(started.result, { headers: adminHeaders() });
      if (state.result) return show(box, checks(state.result, passed));
      show(box, say(`Running: ${state.progress.done} of ${state.progress.sections} done`, "soft"));
      await new Promise((done) => setTimeout(done, 2000));
    }
  } catch (error) {
    return show(box, problem(error));
  }
}

function checks(result, passed) {
  if (result.error_type) return problem(result);
  const head = result.passed ? say(`✅ ${passed}`, "fine") : say("❌ Not all passed", "problem");
  const reason = result.reason ? say(`Reason: ${result.reason}`) : null;
  const stubs = result.cases.filter((one) => one.outcome?.stub_used).length;
  const sample = stubs ? say(`⚠️ ${stubs} report(s) by the stub writer: no model was asked`, "problem") : null;
  return [head, sample, reason, el("ul", { class: "plain" }, result.cases.map(oneCase))];
}

const MARKS = { passed: "✅", warned: "⚠️", failed: "❌", skipped: "⏭️" };

function oneCase(found) {
  const lines = [`${MARKS[found.judged] || ""} ${found.pack} · ${found.brief}`];
  const outcome = found.outcome;
  if (outcome) {
    const cost = outcome.cost_usd == null ? "unknown" : `$${outcome.cost_usd.toFixed(4)}`;
    lines.push(`stub_used: ${python(outcome.stub_used)} · quality_passed: ${python(outcome.quality_passed)} · `
      + `provider: ${outcome.providers.join(", ") || "none"} · ${outcome.words} words · cost ${cost} · ${(outcome.duration_ms / 1000).toFixed(1)} s`);
    lines.push(...(outcome.attempts || []).map((attempt) => `asked: ${attempt}`));
  }
  if (found.note && found.judged !== "skipped") lines.push(found.note);
  return el("li", {}, lines.map((line, at) => say(line, at === 0 ? "" : "soft")));
}

// Any JSON as nested lists.
function tree(value) {
  if (value === null || typeof value !== "object") return document.createTextNode(String(value));
  return el("ul", {}, Object.entries(value).map(([name, one]) =>
    el("li", {}, Array.isArray(value) ? null : el("strong", {}, `${name}: `), tree(one))));
}

async function adminStatus(event) {
  event.preventDefault();
  try {
    const { settings, ...status } = await ask("/api/aicmo/admin/status", { headers: adminHeaders() });
    const names = (set) => Object.keys(settings).filter((name) => settings[name] === set).join(", ");
    show($("admin-result"), tree(status), say(`Set: ${names(true)}`), say(`Not set: ${names(false)}`, "soft"));
  } catch (error) {
    show($("admin-result"), problem(error));
  }
}

$("check-health").addEventListener("click", checkHealth);
$("admin-form").addEventListener("submit", adminStatus);
$("live-check").addEventListener("click", () =>
  admin("/api/aicmo/admin/live_check", { force_fallback: $("force-fallback").checked }, "All live LLM tests PASSED"));
$("smoke-test").addEventListener("click", () => admin("/api/aicmo/admin/smoke_test", {}, "All packs PASSED"));
