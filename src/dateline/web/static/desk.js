/* The drawer, the keys, the ruler and the map. Everything here is a comfort: without it each figure is a plain link. */
"use strict";

(() => {
  const drawer = document.getElementById("drawer");
  const keys = document.getElementById("keys");
  let opened = null; // the figure whose sentences are shown
  let asked = 0; // the newest question wins

  /* -- the drawer ------------------------------------------------------------------------------------------ */

  const hrefOf = (link) => (typeof link.href === "string" ? link.href : new URL(link.getAttribute("href"), location.href).href);

  function mark(link, isOpen) {
    link.classList.toggle("open", isOpen);
    if (isOpen) link.setAttribute("aria-controls", "drawer");
    link.setAttribute("aria-expanded", String(isOpen));
  }

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
    if (opened) mark(opened, false);
    opened = link;
    mark(link, true);
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
      mark(opened, false);
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

  /* -- another window, in place: the same page is asked for anew, and only what it says is exchanged ---------------- */

  const main = document.getElementById("main");
  let shown = location.pathname + location.search;
  let loading = 0;

  async function show(href, { isNew = true } = {}) {
    const mine = ++loading;
    main.setAttribute("aria-busy", "true");
    let page;
    try {
      const answer = await fetch(href, { headers: { Accept: "text/html" } });
      if (!answer.ok) throw new Error(String(answer.status));
      page = new DOMParser().parseFromString(await answer.text(), "text/html");
    } catch {
      location.href = href;
      return;
    }
    if (mine !== loading) return;
    close();
    const held = document.activeElement?.closest?.(".handle")?.dataset.end;
    const top = () => main.querySelector(".rule")?.getBoundingClientRect().top ?? 0;
    const before = top();
    for (const part of [".mast", ".strip", ".foot"]) document.querySelector(part)?.replaceWith(page.querySelector(part) ?? "");
    main.replaceChildren(...page.getElementById("main").childNodes);
    main.removeAttribute("aria-busy");
    document.title = page.title;
    if (isNew) history.pushState(null, "", href);
    shown = location.pathname + location.search;
    prepare();
    scrollBy({ top: top() - before, behavior: "instant" }); // what was dragged stays under the hand
    if (held) main.querySelector(`.handle[data-end="${held}"]`)?.focus({ preventScroll: true });
  }

  addEventListener("popstate", () => {
    if (location.pathname + location.search !== shown) show(location.href, { isNew: false });
  });

  /* -- the ruler: drag over periods, or move its two ends, to set the window ------------------------------------------ */

  const days = new Intl.DateTimeFormat(`${document.documentElement.lang.replace("en", "en-GB")}-u-nu-latn`, { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });

  function rule(bars) {
    const box = bars.parentElement;
    const says = box.parentElement.querySelector("output");
    const periods = [...bars.querySelectorAll("a[data-first]")];
    const isMirrored = getComputedStyle(box).direction === "rtl";
    const inside = periods.filter((period) => period.classList.contains("in"));
    let ends = inside.length ? [periods.indexOf(inside[0]), periods.indexOf(inside.at(-1))] : [0, periods.length - 1];
    let later = 0;

    const handles = ["from", "to"].map((end, n) => {
      const handle = document.createElement("button");
      handle.type = "button";
      handle.className = "handle";
      handle.dataset.end = end;
      handle.setAttribute("role", "slider");
      handle.setAttribute("aria-label", bars.dataset[end]);
      handle.setAttribute("aria-valuemin", "1");
      handle.setAttribute("aria-valuemax", String(periods.length));
      handle.addEventListener("keydown", (event) => step(event, n));
      handle.addEventListener("pointerdown", (event) => hold(event, (at) => (n ? [ends[0], Math.max(at, ends[0])] : [Math.min(at, ends[1]), ends[1]])));
      return handle;
    });

    function mark(next, { isWindow = true } = {}) {
      ends = next;
      periods.forEach((period, n) => period.classList.toggle("picked", isWindow && n >= ends[0] && n <= ends[1]));
      const whole = box.getBoundingClientRect();
      handles.forEach((handle, n) => {
        const edge = periods[ends[n]].querySelector(".field").getBoundingClientRect();
        handle.style.left = `${((n === 1) !== isMirrored ? edge.right : edge.left) - whole.left}px`;
        handle.setAttribute("aria-valuenow", String(ends[n] + 1));
        handle.setAttribute("aria-valuetext", periods[ends[n]].querySelector("title").textContent);
      });
      if (isWindow) says.textContent = days.formatRange(new Date(periods[ends[0]].dataset.first), new Date(periods[ends[1]].dataset.last));
    }

    function apply() {
      const address = new URL(location.href);
      address.searchParams.set("from", periods[ends[0]].dataset.first);
      address.searchParams.set("to", periods[ends[1]].dataset.last);
      address.searchParams.delete("page");
      address.hash = "";
      show(address.href);
    }

    /* The period under a pointer; the nearest one beyond the ends. */
    function at(event) {
      const whole = bars.getBoundingClientRect();
      const share = (event.clientX - whole.left) / whole.width;
      return Math.min(Math.max(Math.floor((isMirrored ? 1 - share : share) * periods.length), 0), periods.length - 1);
    }

    function hold(event, next) {
      if (event.button !== 0) return;
      const from = at(event);
      let isMoved = false;
      const hand = new AbortController();
      const { signal } = hand;
      addEventListener("pointermove", (move) => {
        const to = at(move);
        if (to === from && !isMoved) return;
        isMoved = true;
        mark(next(to));
      }, { signal });
      addEventListener("pointercancel", () => hand.abort(), { signal });
      addEventListener("pointerup", () => {
        hand.abort();
        if (!isMoved) return;
        bars.addEventListener("click", (click) => click.preventDefault(), { once: true, capture: true });
        apply();
      }, { signal });
    }

    function step(event, n) {
      const forward = isMirrored ? "ArrowLeft" : "ArrowRight";
      const by = { [forward]: 1, [isMirrored ? "ArrowRight" : "ArrowLeft"]: -1, PageUp: 4, PageDown: -4, Home: -periods.length, End: periods.length }[event.key];
      if (!by || event.metaKey || event.ctrlKey || event.altKey) return;
      event.preventDefault();
      const [least, most] = n ? [ends[0], periods.length - 1] : [0, ends[1]];
      const next = [...ends];
      next[n] = Math.min(Math.max(ends[n] + by, least), most);
      mark(next);
      clearTimeout(later);
      later = setTimeout(apply, 350);
    }

    bars.addEventListener("pointerdown", (event) => {
      const from = at(event);
      hold(event, (to) => [Math.min(from, to), Math.max(from, to)]);
    });
    bars.addEventListener("dragstart", (event) => event.preventDefault());
    bars.addEventListener("click", (event) => {
      const period = event.target.closest("a[data-first]");
      if (!period || event.defaultPrevented || event.metaKey || event.ctrlKey || event.shiftKey) return;
      event.preventDefault();
      mark([periods.indexOf(period), periods.indexOf(period)]);
      apply();
    });
    box.append(...handles);
    mark(ends, { isWindow: false });
    new ResizeObserver(() => mark(ends, { isWindow: bars.querySelector(".picked") !== null })).observe(box);
  }

  /* -- the map: closer and farther ------------------------------------------------------------------------------ */

  function widen(map) {
    const whole = map.getAttribute("viewBox").split(" ").map(Number);
    let view = [...whole];
    const draw = () => {
      const [, , w, h] = view;
      view[0] = Math.min(Math.max(view[0], 0), whole[2] - w);
      view[1] = Math.min(Math.max(view[1], 0), whole[3] - h);
      map.setAttribute("viewBox", view.join(" "));
      const scale = w / whole[2];
      for (const circle of map.querySelectorAll("circle.dot")) {
        circle.dataset.r ??= circle.getAttribute("r");
        circle.setAttribute("r", circle.dataset.r * Math.max(scale, 0.25) ** 0.8);
      }
      for (const text of map.querySelectorAll(".dots text")) {
        const { cx, cy } = text.parentElement.querySelector("circle");
        const [x, y] = [cx.baseVal.value, cy.baseVal.value];
        text.dataset.size ??= parseFloat(getComputedStyle(text).fontSize);
        text.dataset.right ??= text.getAttribute("x") - x;
        text.dataset.down ??= text.getAttribute("y") - y;
        text.style.fontSize = `${text.dataset.size * scale}px`;
        text.setAttribute("x", x + text.dataset.right * scale);
        text.setAttribute("y", y + text.dataset.down * scale);
      }
      map.classList.toggle("is-close", scale < 1);
    };
    const zoom = (factor, x = view[0] + view[2] / 2, y = view[1] + view[3] / 2) => {
      const w = Math.min(Math.max(view[2] * factor, whole[2] / 12), whole[2]);
      const real = w / view[2];
      view = [x - (x - view[0]) * real, y - (y - view[1]) * real, w, view[3] * real];
      draw();
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
      draw();
    });
    for (const end of ["pointerup", "pointerleave"]) map.addEventListener(end, () => (held = null));
    map.addEventListener("click", (event) => moved && (event.preventDefault(), event.stopPropagation(), (moved = false)), true);
    map.addEventListener("dragstart", (event) => event.preventDefault());
    map.addEventListener("dblclick", (event) => {
      const box = map.getBoundingClientRect();
      zoom(0.6, view[0] + ((event.clientX - box.left) / box.width) * view[2], view[1] + ((event.clientY - box.top) / box.height) * view[3]);
    });
  }

  function prepare() {
    document.querySelectorAll("[data-ruler]").forEach(rule);
    document.querySelectorAll("svg[data-map]").forEach(widen);
    document.querySelector(".mast [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
  }
  prepare();
})();
