// The list of all letters, beside the conversation: opened by a link or the address, closed by its button or Escape. A
// letter that is opened from it lies over it. It is also found out here whether the library has changed.
window.vindplaatsLetters = (() => {
	const EVERY = 20_000; // milliseconds between two looks whether the library has changed
	let opener = null;
	let asked = 0;
	let version = null;
	let stale = false; // the page is older than the library

	const language = () => document.documentElement.lang || "nl";
	const address = () => new URL(location.href);
	const wanted = () => address().searchParams.get("letters"); // what is looked for; null where there is no list
	const finder = () => pane().querySelector(".vp-find-letter");

	function pane() {
		let found = document.getElementById("vp-letters");
		if (!found) {
			found = document.createElement("aside");
			found.id = "vp-letters";
			found.hidden = true;
			document.body.append(found);
		}
		return found;
	}

	// The newest answer to what was asked for last; null where there is a newer one, or none at all.
	async function get(path, values) {
		const turn = ++asked;
		const found = await vindplaats.piece(path, { ...values, lang: language() });
		if (!found || turn !== asked) return null;
		if (found.ok || path === "letters") return found.html; // the whole list tells itself what is wrong
		const said = document.createElement("div");
		said.innerHTML = found.html;
		vindplaats.say(said.textContent, true);
		return null;
	}

	async function show(focus = true) {
		const html = await get("letters", { find: wanted() ?? "" });
		if (html === null) return;
		const place = pane();
		const results = place.querySelector(".vp-results");
		place.innerHTML = html;
		if (results) place.querySelector(".vp-results")?.replaceWith(results); // what became of files that were added
		place.setAttribute("aria-label", place.querySelector(".vp-pane-bar strong").textContent);
		place.hidden = false;
		vindplaats.lay("vp-listing", true);
		tally();
		if (focus) (place.querySelector("h2") ?? place.querySelector(".vp-close")).focus({ preventScroll: true });
	}

	function hide() {
		asked++; // what is under way would open it again
		pane().hidden = true;
		vindplaats.lay("vp-listing", false);
		opener?.focus?.();
		opener = null;
	}

	function tally() {
		const line = pane().querySelector(".vp-tally");
		if (line) line.textContent = pane().querySelector(".vp-register")?.dataset.tally ?? "";
	}

	// The list again, as long as it is now, with the focus where it was.
	async function redraw(many = 100) {
		const html = await get("letters/rows", { find: finder()?.value ?? "", many });
		if (html === null) return;
		const rows = pane().querySelector(".vp-rows");
		const focused = rows.contains(document.activeElement) ? document.activeElement.closest("li") : null;
		const id = focused?.querySelector("[data-letter]").dataset.letter;
		rows.innerHTML = html;
		if (id !== undefined) rows.querySelector(`[data-letter="${CSS.escape(id)}"]`)?.focus({ preventScroll: true });
		tally();
	}

	async function more(button) {
		const list = pane().querySelector(".vp-register");
		const html = await get("letters/rows", { find: finder()?.value ?? "", start: list.children.length });
		if (html === null) return;
		const part = document.createElement("div");
		part.innerHTML = html;
		const first = part.querySelector("li a");
		list.append(...part.querySelectorAll("li"));
		const next = part.querySelector(".vp-more");
		next ? button.replaceWith(next) : button.remove();
		first?.focus({ preventScroll: true });
	}

	function close() {
		const url = address();
		url.searchParams.delete("letters");
		history.pushState(null, "", url);
		hide();
	}

	function follow() {
		if (wanted() === null) hide();
		else if (pane().hidden || (finder()?.value ?? "") !== wanted()) show(pane().hidden);
	}

	// Whether the library has changed, by this page, another or a command. A form that is being filled in is left alone.
	async function look() {
		try {
			const answer = await fetch("letters/version");
			if (!answer.ok) {
				version ??= ""; // once there is one, the page is to be drawn anew
				return;
			}
			const now = await answer.json();
			if (version !== null && now !== version) {
				stale = true;
				if (!pane().hidden) await redrawn();
			}
			version = now;
		} catch {
			return;
		}
		const button = document.querySelector(".vp-changed");
		if (!stale || !button || document.querySelector(".vp-filters[open]")) return;
		stale = false;
		button.click();
	}

	async function redrawn() {
		const heading = pane().querySelector("h2");
		await redraw(Math.max(pane().querySelectorAll(".vp-register > li").length, 100));
		const html = await get("letters", { find: finder()?.value ?? "" });
		const fresh = document.createElement("div");
		fresh.innerHTML = html ?? "";
		if (heading && html) heading.textContent = fresh.querySelector("h2")?.textContent ?? "";
		if (!finder() && fresh.querySelector(".vp-find-letter")) {
			pane().querySelector(".vp-tally").before(fresh.querySelector(".vp-find-letter")); // it was empty
		}
	}

	let typing;
	document.addEventListener("input", (event) => {
		if (!event.target.matches(".vp-find-letter")) return;
		clearTimeout(typing);
		typing = setTimeout(() => {
			const url = address();
			url.searchParams.set("letters", event.target.value);
			history.replaceState(null, "", url);
			redraw();
		}, 150);
	});

	document.addEventListener("click", (event) => {
		const target = event.target.closest?.("a[data-letters], #vp-letters .vp-close, #vp-letters .vp-more");
		if (!target || event.ctrlKey || event.metaKey || event.shiftKey) return;
		event.preventDefault();
		if (target.matches(".vp-close")) return close();
		if (target.matches(".vp-more")) return void more(target);
		if (document.body.classList.contains("vp-reading")) document.querySelector("#vp-pane .vp-close").click();
		opener = target;
		const url = address();
		url.searchParams.set("letters", "");
		history.pushState(null, "", url);
		show();
	});

	document.addEventListener(
		"keydown",
		(event) => {
			if (event.key !== "Escape" || pane().hidden || document.body.classList.contains("vp-reading")) return;
			const emptied = event.target === finder() && finder().value;
			if (emptied || pane().querySelector("dialog[open]") || vindplaatsFolds.around(event.target)) return;
			close();
		},
		true, // before the letter that lies over it closes, or one press would close both
	);

	addEventListener("popstate", follow);
	document.addEventListener("visibilitychange", () => document.hidden || look());
	setInterval(() => document.hidden || look(), EVERY);
	look();
	new MutationObserver(() => pane().hidden || show(false)).observe(document.documentElement, { attributeFilter: ["lang"] });
	const start = () => wanted() !== null && show(address().searchParams.get("letter") === null);
	document.readyState === "loading" ? addEventListener("DOMContentLoaded", start) : start();

	return { look };
})();
