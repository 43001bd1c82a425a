/* Deciding without leaving the page: a comfort. Without it each "wrong?" is a link to a page with the same form. */
"use strict";

(() => {
  const drawer = document.getElementById("drawer");
  const kept = "dateline-review"; // what to open again after a decision, for this tab only
  const lineOf = (element) => element?.closest?.(".line");

  /* The sentence that a key means: the one in hand, else the first of the drawer, else the first of the page. */
  function current() {
    return lineOf(document.activeElement) ?? (drawer.hidden ? document : drawer).querySelector(".line:has(a[data-review])");
  }

  async function openForm(link) {
    const line = lineOf(link);
    const known = line.querySelector(".review-box");
    if (known) return known;
    const address = new URL(link.href);
    address.searchParams.set("part", "1");
    const answer = await fetch(address, { headers: { Accept: "text/html" } });
    if (!answer.ok) {
      location.href = link.href;
      return null;
    }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const box = page.querySelector(".review-box");
    line.append(box);
    return box;
  }

  async function show(link, key) {
    const box = await openForm(link);
    if (!box) return;
    const found = key && box.querySelector(`[data-key="${key}"]`);
    if (found?.matches("summary")) {
      found.parentElement.open = true;
      found.parentElement.querySelector("select, input").focus();
    } else {
      (found ?? box.querySelector("button, input:not([type=hidden])"))?.focus();
    }
    box.scrollIntoView({ block: "nearest" });
  }

  document.addEventListener("click", (event) => {
    if (event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = event.target.closest("a[data-review]");
    if (!link || !lineOf(link)) return;
    event.preventDefault();
    const open = lineOf(link).querySelector(".review-box");
    if (open) open.remove();
    else show(link);
  });

  document.addEventListener("keydown", (event) => {
    if (event.metaKey || event.ctrlKey || event.altKey || document.getElementById("keys").open) return;
    if (event.target.closest?.("input, select, textarea") || !["x", "a", "e", "u"].includes(event.key)) return;
    const link = current()?.querySelector("a[data-review]");
    if (!link) return;
    event.preventDefault();
    show(link, event.key);
  });

  /* A decision is sent in place; then the whole page is asked for anew, because any figure on it may have changed. */
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.matches("form.review-form[method=post]")) return;
    event.preventDefault();
    const fields = new URLSearchParams(new FormData(form, event.submitter));
    const says = form.closest(".review-box, li, section")?.querySelector(".review-says");
    for (const button of form.querySelectorAll("button")) button.disabled = true;
    const answer = await fetch(form.action, { method: "POST", body: fields, redirect: "manual" });
    if (answer.type !== "opaqueredirect" && !answer.ok) {
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const why = page.querySelector("main p")?.textContent ?? String(answer.status);
      if (says) says.textContent = why;
      for (const button of form.querySelectorAll("button")) button.disabled = false;
      return;
    }
    const line = lineOf(form);
    if (drawer.contains(form)) {
      sessionStorage.setItem(kept, JSON.stringify({ address: drawer.dataset.address, event: line?.dataset.event, at: scrollY }));
      location.reload();
    } else {
      const back = fields.get("back");
      if (back && !line) location.href = back;
      else location.reload();
    }
  });

  /* After a decision in the drawer: the same sentences again, with the decided one and its undoing. */
  const again = JSON.parse(sessionStorage.getItem(kept) ?? "null");
  sessionStorage.removeItem(kept);
  if (again?.address) {
    const address = new URL(again.address, location.href);
    if (again.event) address.searchParams.set("also", again.event);
    scrollTo({ top: again.at });
    document.dispatchEvent(new CustomEvent("dateline:open", { detail: address.href }));
  }
})();
