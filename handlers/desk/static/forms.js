// Plain forms and what people copy: a press counts once, a label goes to the clipboard.

/** Handle every plain form and every copy button of the page. */
export function watchForms() {
  document.addEventListener("submit", onSubmit);
  document.addEventListener("click", onClick);
  addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(forget));
}

function onSubmit(event) {
  const form = event.target;
  if (!form.matches("form[data-once]")) return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "1";
}

function forget(form) {
  delete form.dataset.sent;
}

async function onClick(event) {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const text = document.getElementById(button.dataset.copy);
  try {
    await navigator.clipboard.writeText(text.textContent);
  } catch {
    getSelection().selectAllChildren(text); // no clipboard outside of HTTPS and loopback: ready for Ctrl-C
    return;
  }
  tell(button);
}

function tell(button) {
  const words = button.firstChild;
  const before = words.textContent;
  if (before === button.dataset.saysCopied) return;
  words.textContent = button.dataset.saysCopied;
  document.getElementById("announcements").textContent = button.dataset.saysCopied;
  setTimeout(() => { words.textContent = before; }, 2000);
}
