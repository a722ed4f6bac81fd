// Buttons of a card: sent in the background, answered in place; what was typed stays until it has worked.

import { alertIn, place } from "./cards.js";

/** Handle every card of the page, present and to come. */
export function watchGestures() {
  document.addEventListener("submit", onSubmit);
  document.addEventListener("click", onClick);
  document.addEventListener("keydown", onKey);
  document.addEventListener("toggle", onToggle, true);
}

async function onSubmit(event) {
  const form = event.target;
  if (!form.matches("form.press")) return;
  event.preventDefault();
  if (form.dataset.sending) return;
  form.dataset.sending = "1";
  tell(form, "");
  try {
    await send(form);
  } catch {
    tell(form, document.body.dataset.saysLost);
  } finally {
    delete form.dataset.sending;
  }
}

async function send(form) {
  const answer = await fetch(form.action, {
    method: "POST",
    body: new URLSearchParams(new FormData(form)),
    headers: { Accept: "application/json" },
  });
  const data = await answer.json();
  if (answer.ok) place(data.card, { focus: true });
  else tell(form, data.sentence);
}

/** Show an error next to the button; an empty one clears it. */
function tell(form, sentence) {
  alertIn(form.querySelector(".press-problem"), sentence);
}

function onClick(event) {
  const suggestion = event.target.closest("[data-fill]");
  if (suggestion) fill(suggestion);
  const closing = event.target.closest("[data-close]");
  if (closing) close(closing.closest("details"));
}

function fill(suggestion) {
  const field = document.getElementById(suggestion.dataset.fill);
  const text = suggestion.textContent.trim();
  const several = field.matches("textarea") && field.value.trim();
  field.value = several ? `${field.value.trimEnd()}\n${text}` : text;
  field.focus();
}

function onKey(event) {
  if (event.key !== "Escape") return;
  const open = event.target.closest?.("details.gesture[open]");
  if (open) close(open);
}

function close(details) {
  details.open = false;
  details.querySelector("summary").focus();
}

/** Bring what has just opened into view, and the caret to its first field where no keyboard would cover the screen. */
function onToggle(event) {
  const details = event.target;
  if (!details.matches?.("details.gesture") || !details.open) return;
  const form = details.querySelector("form");
  const first = form.querySelector("select, textarea, input:not([type=hidden])");
  if (matchMedia("(pointer: fine)").matches) first?.focus({ preventScroll: true });
  form.scrollIntoView({ block: "nearest" });
}
