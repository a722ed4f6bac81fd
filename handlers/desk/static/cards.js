// Cards on the screen: putting a new one in its place, telling a screen reader.

/** Submissions that are not on the screen and that someone may want to see. */
const unseen = new Set();

/** Speak a sentence through the page's live region. */
export function announce(sentence) {
  const region = document.getElementById("announcements");
  region.textContent = "";
  setTimeout(() => { region.textContent = sentence; }, 50);
}

/** Show an error in its place; an empty one clears it. */
export function alertIn(place, sentence) {
  place.replaceChildren();
  if (!sentence) return;
  const alert = document.createElement("p");
  alert.className = "alert";
  alert.setAttribute("role", "alert");
  alert.textContent = sentence;
  place.append(alert);
}

/** Return the card of a submission that is on the screen, null where it is not. */
export function cardOf(reference) {
  return document.querySelector(`article.card[data-reference="${CSS.escape(reference)}"]`);
}

/** Make an element of the server's HTML; scripts in it would not run. */
function made(html) {
  return new DOMParser().parseFromString(html, "text/html").querySelector("article.card");
}

/** Put a card on the screen, in place of its former self or on top, and say what it says. */
export function place(html, { focus = false } = {}) {
  const card = made(html);
  if (!card) return;
  const former = cardOf(card.dataset.reference);
  const lostFocus = former?.contains(document.activeElement);
  const said = former?.dataset.announcement;
  if (former) {
    keepOpen(former, card);
    former.replaceWith(card);
  } else {
    card.classList.add("fresh");
    document.getElementById("cards")?.prepend(card);
    document.querySelector(".calm")?.setAttribute("hidden", "");
  }
  unseen.delete(card.dataset.reference);
  showNews();
  if (focus || lostFocus) card.querySelector(".verdict-words").focus();
  if (card.dataset.announcement !== said) announce(card.dataset.announcement);
}

/** Offer a submission that is not on the screen. */
export function offerNew(reference) {
  unseen.add(reference);
  showNews();
}

function showNews() {
  const news = document.querySelector(".news");
  if (news) news.hidden = unseen.size === 0;
}

/** Leave the findings as the reader had them. */
function keepOpen(former, card) {
  const before = former.querySelectorAll(".findings details");
  const after = card.querySelectorAll(".findings details");
  if (before.length !== after.length) return;
  after.forEach((details, index) => { details.open ||= before[index].open; });
}

/** Tell whether someone is in the middle of something on this card. */
export function inUse(card) {
  const typed = [...card.querySelectorAll("details[open] textarea, details[open] input[type=text]")];
  return typed.some((field) => field.value !== field.defaultValue) || card.querySelector("details.gesture[open]") !== null;
}

/** Ask the server for a card's present state and show it; `gently` leaves a card alone that someone has begun to use
 * meanwhile, and returns false. */
export async function refresh(reference, { gently = false } = {}) {
  const card = cardOf(reference);
  if (!card) return true;
  const view = card.dataset.whole === "1" ? "?vue=entiere" : "";
  const answer = await fetch(`/depots/${encodeURIComponent(reference)}/fiche${view}`);
  if (!answer.ok) return true;
  const html = await answer.text();
  const now = cardOf(reference);
  if (gently && now && inUse(now)) return false;
  place(html);
  return true;
}
