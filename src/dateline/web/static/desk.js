/* The drawer, the keys, the ruler and the map. Everything here is a comfort: without it each figure is a plain link. */
"use strict";

(() => {
  const drawer = document.getElementById("drawer");
  const keys = document.getElementById("keys");
  let opened = null; // the figure whose sentences are shown
  let asked = 0; // the newest question wins

  /* -- the drawer ------------------------------------------------------------------------------------------ */

  const hrefOf = (link) => (typeof link.href === "string" ? link.href : new URL(link.getAttribute("href"), location.href).href);

  async function open(link, { focus = true, again = hrefOf(link) } = {}) {
    const mine = ++asked;
    const address = new URL(again);
    address.searchParams.set("part", "1");
    let html;
    try {
      const answer = await fetch(address, { headers: { Accept: "text/html" } });
      if (!answer.ok) throw new Error(String(answer.status));
      html = await answer.text();
    } catch {
      location.href = hrefOf(link);
      return;
    }
    if (mine !== asked) return;
    if (opened) opened.classList.remove("open");
    opened = link;
    link.classList.add("open");
    drawer.replaceChildren(...new DOMParser().parseFromString(html, "text/html").body.childNodes);
    drawer.dataset.address = hrefOf(link);
    drawer.hidden = false;
    drawer.scrollTop = 0;
    document.documentElement.classList.add("has-drawer");
    if (focus) drawer.focus({ preventScroll: true });
    const box = link.getBoundingClientRect(); // never cover what was clicked
    const sheet = drawer.getBoundingClientRect();
    const isSheet = sheet.width >= innerWidth; // on a phone it comes from below
    if (isSheet ? box.bottom > sheet.top || box.top < 0 : box.bottom < 0 || box.top > innerHeight) {
      link.scrollIntoView({ block: "start" });
    }
  }

  function close() {
    if (drawer.hidden) return false;
    asked++;
    drawer.hidden = true;
    document.documentElement.classList.remove("has-drawer");
    if (opened) {
      opened.classList.remove("open");
      opened.focus({ preventScroll: true });
    }
    opened = null;
    return true;
  }

  document.addEventListener("click", (event) => {
    if (event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    if (event.target.closest("[data-close]")) return void close();
    const link = event.target.closest("a.ev");
    if (!link) return;
    event.preventDefault();
    if (link === opened) close();
    else open(link);
  });

  document.addEventListener("dateline:open", (event) => { // the same sentences again, after a decision on one
    const same = figures().find((link) => event.detail.startsWith(hrefOf(link)));
    open(same ?? Object.assign(document.createElement("a"), { href: event.detail }), { again: event.detail });
  });

  /* -- keys ------------------------------------------------------------------------------------------------ */

  const figures = () => [...document.querySelectorAll("main a.ev")].filter((link) => link.getClientRects().length);

  function walk(step) {
    const all = figures();
    if (!all.length) return;
    const from = opened ?? document.activeElement;
    let at = all.indexOf(from);
    if (at < 0) at = step > 0 ? all.findIndex((link) => link.getBoundingClientRect().top > 0) - 1 : all.length;
    const next = all[Math.min(Math.max(at + step, 0), all.length - 1)];
    next.focus();
    next.scrollIntoView({ block: "nearest" });
    if (opened) open(next, { focus: false });
  }

  document.addEventListener("keydown", (event) => {
    if (event.metaKey || event.ctrlKey || event.altKey) return;
    const isTyping = event.target.closest?.("input, select, textarea");
    if (event.key === "Escape" && close()) return void event.preventDefault();
    if (isTyping || keys.open) return;
    if (event.key === "?") keys.showModal();
    else if (event.key === "/") document.getElementById("q").focus();
    else if (event.key === "ArrowDown") walk(1);
    else if (event.key === "ArrowUp") walk(-1);
    else return;
    event.preventDefault();
  });

  /* -- the ruler: drag over periods to set the window ---------------------------------------------------------- */

  for (const bars of document.querySelectorAll("[data-ruler]")) {
    let from = null;
    let dragged = false;
    const periods = [...bars.querySelectorAll("a[data-first]")];
    const at = (event) => document.elementFromPoint(event.clientX, event.clientY)?.closest?.("a[data-first]");
    const between = (a, b) => {
      const [i, j] = [periods.indexOf(a), periods.indexOf(b)].sort((x, y) => x - y);
      return periods.slice(i, j + 1);
    };
    bars.addEventListener("pointerdown", (event) => {
      from = event.button === 0 && event.pointerType !== "touch" ? at(event) : null;
      dragged = false;
    });
    bars.addEventListener("pointermove", (event) => {
      const to = from && at(event);
      if (!to || (to === from && !dragged)) return;
      dragged = true;
      const kept = between(from, to);
      for (const period of periods) period.classList.toggle("picked", kept.includes(period));
    });
    bars.addEventListener("dragstart", (event) => event.preventDefault());
    bars.addEventListener("click", (event) => {
      if (!dragged) return;
      event.preventDefault();
      const kept = between(from, at(event) ?? from);
      const address = new URL(location.href);
      address.searchParams.set("from", kept[0].dataset.first);
      address.searchParams.set("to", kept[kept.length - 1].dataset.last);
      address.searchParams.delete("page");
      location.href = address.href;
    });
  }

  /* -- the map: closer and farther ------------------------------------------------------------------------------ */

  for (const map of document.querySelectorAll("svg[data-map]")) {
    const whole = map.getAttribute("viewBox").split(" ").map(Number);
    let view = [...whole];
    const show = () => {
      const [, , w, h] = view;
      view[0] = Math.min(Math.max(view[0], 0), whole[2] - w);
      view[1] = Math.min(Math.max(view[1], 0), whole[3] - h);
      map.setAttribute("viewBox", view.join(" "));
      const scale = w / whole[2];
      for (const circle of map.querySelectorAll("circle.dot")) {
        circle.dataset.r ??= circle.getAttribute("r");
        circle.setAttribute("r", circle.dataset.r * Math.max(scale, 0.25) ** 0.8);
      }
      for (const text of map.querySelectorAll(".dots text")) text.setAttribute("font-size", 13 * scale);
      map.classList.toggle("is-close", scale < 1);
    };
    const zoom = (factor, x = view[0] + view[2] / 2, y = view[1] + view[3] / 2) => {
      const w = Math.min(Math.max(view[2] * factor, whole[2] / 12), whole[2]);
      const real = w / view[2];
      view = [x - (x - view[0]) * real, y - (y - view[1]) * real, w, view[3] * real];
      show();
    };
    const tools = document.createElement("div");
    tools.className = "map-tools";
    for (const [label, says, factor] of [["+", map.dataset.closer, 0.6], ["−", map.dataset.farther, 1 / 0.6]]) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = label;
      button.setAttribute("aria-label", says);
      button.addEventListener("click", () => zoom(factor));
      tools.append(button);
    }
    map.parentElement.append(tools);
    let held = null;
    let moved = false;
    map.addEventListener("pointerdown", (event) => {
      held = event.button === 0 && view[2] < whole[2] ? [event.clientX, event.clientY, ...view] : null;
      moved = false;
    });
    map.addEventListener("pointermove", (event) => {
      if (!held) return;
      const pixel = view[2] / map.clientWidth;
      const [dx, dy] = [event.clientX - held[0], event.clientY - held[1]];
      if (Math.abs(dx) + Math.abs(dy) > 4) moved = true;
      if (!moved) return;
      view[0] = held[2] - dx * pixel;
      view[1] = held[3] - dy * pixel;
      show();
    });
    addEventListener("pointerup", () => (held = null));
    map.addEventListener("click", (event) => moved && (event.preventDefault(), event.stopPropagation(), (moved = false)), true);
    map.addEventListener("dragstart", (event) => event.preventDefault());
    map.addEventListener("dblclick", (event) => {
      const box = map.getBoundingClientRect();
      zoom(0.6, view[0] + ((event.clientX - box.left) / box.width) * view[2], view[1] + ((event.clientY - box.top) / box.height) * view[3]);
    });
  }
})();
