// The drop zone: choose, drag or paste, look at what is about to be sent, follow it on its way.

import { alertIn, announce, place } from "./cards.js";

let chosen = [];

/** Bring the drop zone to life, where the page has one. */
export function watchDrops() {
  const form = document.getElementById("drop");
  if (!form) return;
  const input = form.querySelector("input[type=file]");
  input.addEventListener("change", () => { add(form, input.files); input.value = ""; });
  const draft = form.elements.draft;
  draft.addEventListener("input", () => awake(form));
  awake(form);
  watchDragging(form);
  document.addEventListener("paste", (event) => {
    if (event.clipboardData?.files.length) {
      event.preventDefault();
      add(form, event.clipboardData.files);
    }
  });
  form.addEventListener("submit", (event) => { event.preventDefault(); if (chosen.length || draft.value.trim()) send(form); });
}

/** Show the rest of the form as soon as there is something to send. */
function awake(form) {
  form.classList.toggle("has-something", chosen.length > 0 || form.elements.draft.value.trim() !== "");
}

function watchDragging(form) {
  const carriesFiles = (event) => event.dataTransfer?.types.includes("Files");
  for (const name of ["dragenter", "dragover"]) {
    addEventListener(name, (event) => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      form.classList.add("over");
    });
  }
  addEventListener("dragleave", (event) => { if (!event.relatedTarget) form.classList.remove("over"); });
  addEventListener("drop", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    form.classList.remove("over");
    add(form, event.dataTransfer.files);
  });
}

function add(form, files) {
  chosen.push(...files);
  show(form);
  form.querySelector(".drop-send").focus({ preventScroll: true });
}

function show(form) {
  const list = form.querySelector(".chosen");
  list.querySelectorAll("img").forEach((image) => URL.revokeObjectURL(image.src));
  list.replaceChildren(...chosen.map((file) => row(form, file)));
  list.hidden = chosen.length === 0;
  form.classList.toggle("has-files", chosen.length > 0);
  awake(form);
  tell(form, tooMuch(form));
}

function row(form, file) {
  const item = document.createElement("li");
  const name = document.createElement("bdi");
  name.className = "chosen-name";
  name.textContent = file.name;
  const remove = document.createElement("button");
  remove.type = "button";
  remove.className = "quiet-button";
  remove.setAttribute("aria-label", `${form.dataset.saysRemove} ${file.name}`);
  remove.append(icon("close"));
  remove.addEventListener("click", () => {
    chosen = chosen.filter((other) => other !== file);
    show(form);
    form.querySelector(".chosen button, .drop-input").focus();
  });
  item.append(glimpse(file), name, remove);
  return item;
}

/** A small look at the file from the browser itself; a file that is no picture gets a sign. */
function glimpse(file) {
  const sign = icon("file", "icon-large");
  if (!file.type.startsWith("image/")) return sign;
  const image = document.createElement("img");
  image.alt = "";
  image.src = URL.createObjectURL(file);
  image.addEventListener("error", () => image.replaceWith(sign));
  return image;
}

function icon(name, extra = "") {
  const space = "http://www.w3.org/2000/svg";
  const drawing = document.createElementNS(space, "svg");
  drawing.setAttribute("class", `icon ${extra}`);
  drawing.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(space, "use");
  use.setAttribute("href", `/static/icons.svg#${name}`);
  drawing.append(use);
  return drawing;
}

function tooMuch(form) {
  const bytes = chosen.reduce((sum, file) => sum + file.size, 0);
  if (chosen.length > Number(form.dataset.filesAtOnce)) return form.dataset.saysTooMany;
  return bytes > Number(form.dataset.most) ? form.dataset.saysTooLarge : "";
}

/** Show an error in the form; an empty one clears it. */
function tell(form, sentence) {
  alertIn(form.querySelector(".drop-problem"), sentence);
  form.querySelector(".drop-send").disabled = false;
}

function send(form) {
  if (tooMuch(form)) return tell(form, tooMuch(form));
  const body = new FormData();
  body.append("csrf", form.elements.csrf.value);
  body.append("once", form.elements.once.value);
  body.append("draft", form.elements.draft.value);
  body.append("note", form.elements.note.value);
  chosen.forEach((file) => body.append("files", file));
  const request = new XMLHttpRequest();
  request.open("POST", form.action);
  request.setRequestHeader("Accept", "application/json");
  request.setRequestHeader("X-CSRF-Token", form.elements.csrf.value);
  request.upload.addEventListener("progress", (event) => progress(form, event));
  request.addEventListener("load", () => { sending(form, null); answered(form, request); });
  request.addEventListener("error", () => { sending(form, null); tell(form, form.dataset.saysLost); });
  request.addEventListener("abort", () => sending(form, null));
  sending(form, request);
  tell(form, "");
  form.querySelector(".drop-send").disabled = true;
  request.send(body);
  return undefined;
}

function answered(form, request) {
  const answer = parsed(request.responseText);
  if (request.status !== 201 || !answer) return tell(form, answer?.sentence ?? form.dataset.saysLost);
  chosen = [];
  form.reset();
  form.elements.once.value = `${Date.now()}-${Math.random()}`; // the next drop is another one
  show(form);
  return place(answer.card, { focus: true });
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function progress(form, event) {
  if (!event.lengthComputable) return;
  const percent = Math.round((100 * event.loaded) / event.total);
  form.querySelector("progress").value = percent;
  form.querySelector(".sending-percent").textContent = `${percent} %`;
  if (percent === 100) form.querySelector(".sending-label").textContent = form.dataset.saysSafe;
}

/** Show the bar and a way to stop while a request is under way, or put both away. */
function sending(form, request) {
  form.querySelector(".sending").hidden = request === null;
  form.querySelector(".sending-label").textContent = form.dataset.saysSending;
  form.querySelector("progress").value = 0;
  form.querySelector(".sending-percent").textContent = "";
  const cancel = form.querySelector(".drop-cancel");
  cancel.hidden = request === null;
  cancel.onclick = () => request?.abort();
  form.querySelector(".drop-send").disabled = request !== null;
  if (request) announce(form.dataset.saysSending);
}
