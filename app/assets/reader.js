// A letter beside the conversation: opened by a card's button, a mention or the address, closed by its button or Escape.
// The address tells what was asked, of which letters, and what is open, so that a link to it can be sent and the browser's back and forward
// work.
(() => {
	const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
	let opener = null;
	let turn = 0; // of what was opened and closed, so that a letter that comes late doesn't open what is closed since

	function pane() {
		let found = document.getElementById("vp-pane");
		if (!found) {
			found = document.createElement("aside");
			found.id = "vp-pane";
			found.hidden = true;
			document.body.append(found);
		}
		return found;
	}

	function address(open) {
		const url = new URL(location.href);
		for (const name of ["letter", "par", "evidence"]) {
			if (open?.[name]) url.searchParams.set(name, open[name]);
			else url.searchParams.delete(name);
		}
		return url;
	}

	async function show(open, focus = true) {
		const place = pane();
		const language = document.documentElement.lang || "nl";
		const mine = ++turn;
		const found = await vindplaats.piece("letter", { id: open.letter, par: open.par ?? "", evidence: open.evidence ?? "", lang: language });
		if (!found || mine !== turn) return;
		const held = place.contains(document.activeElement);
		place.innerHTML = found.html;
		place.setAttribute("aria-label", place.querySelector(".vp-pane-bar strong").textContent);
		place.hidden = false;
		vindplaats.lay("vp-reading", true);
		if (!focus && !held) return;
		const chosen = place.querySelector(".vp-chosen") ?? place.querySelector(".vp-letter-title") ?? place.querySelector(".vp-close");
		chosen.focus({ preventScroll: true });
		// of a passage longer than the pane what answers is shown, wherever that stands in it
		const seen = (chosen.offsetHeight > place.clientHeight && chosen.querySelector("mark")) || chosen;
		seen.scrollIntoView({ block: chosen.matches(".vp-chosen") ? "center" : "start", behavior: "auto" });
	}

	function hide() {
		turn++;
		pane().hidden = true;
		vindplaats.lay("vp-reading", false);
		opener?.focus?.();
		opener = null;
	}

	const asked = () => [...document.querySelectorAll(".vp-question")];
	const words = (question) => question.lastChild.textContent.trim();

	// A question that has come into the conversation comes into the address too, unless it is too long for one.
	function note() {
		const last = asked().at(-1);
		const url = new URL(location.href);
		const within = vindplaatsFilters.text();
		if (!last || words(last).length > vindplaats.LONGEST) return;
		if (url.searchParams.get("q") === words(last) && url.searchParams.get("in") === within) return;
		url.searchParams.set("q", words(last));
		if (within) url.searchParams.set("in", within);
		else url.searchParams.delete("in");
		history.pushState(null, "", url);
	}

	// What was asked, and of which letters, goes out of the address.
	vindplaats.forget = () => {
		const url = new URL(location.href);
		url.searchParams.delete("q");
		url.searchParams.delete("in");
		history.replaceState(null, "", url);
	};

	let noted = 0;
	new MutationObserver(() => {
		const last = Number(asked().at(-1)?.dataset.turn ?? 0);
		if (last > noted) note();
		noted = last;
	}).observe(document.documentElement, { childList: true, subtree: true });

	async function ask(question) {
		for (let tries = 0; tries < 300; tries++) {
			const box = document.querySelector(".vp-box textarea");
			if (box && document.querySelector(".vp-masthead")) {
				Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set.call(box, question);
				box.dispatchEvent(new Event("input", { bubbles: true }));
				await new Promise((done) => setTimeout(done, 100));
				document.querySelector(".vp-send").click();
				return;
			}
			await new Promise((done) => setTimeout(done, 100));
		}
	}

	vindplaats.ask = ask;

	function follow(event) {
		const sought = new URLSearchParams(location.search);
		const question = sought.get("q");
		if (question) {
			const there = asked().find((each) => words(each) === question);
			if (there) there.scrollIntoView({ block: "start", behavior: calm() ? "auto" : "smooth" });
			else if (!event) {
				vindplaatsFilters.take(sought.get("in"));
				ask(question);
			}
		}
		const open = shown();
		open ? show(open) : hide();
	}

	function shown() {
		const sought = new URLSearchParams(location.search);
		const letter = sought.get("letter");
		return letter && { letter, par: sought.get("par"), evidence: sought.get("evidence") };
	}

	document.addEventListener("click", (event) => {
		if (event.target.closest?.(".vp-again:not(.vp-save)")) vindplaats.forget();
		const target = event.target.closest?.("[data-letter]:is(a, button), #vp-pane .vp-close, #vp-pane a[href^='#']");
		if (!target) return;
		if (target.matches(".vp-close")) {
			history.pushState(null, "", address(null));
			hide();
			return;
		}
		if (event.ctrlKey || event.metaKey || event.shiftKey) return;
		event.preventDefault();
		if (target.dataset.letter) {
			opener = target.closest("#vp-pane") ? opener : target;
			const open = { letter: target.dataset.letter, par: target.dataset.par, evidence: target.dataset.evidence };
			history.pushState(null, "", address(open));
			show(open);
			return;
		}
		const paragraph = document.getElementById(target.getAttribute("href").slice(1));
		paragraph?.focus({ preventScroll: true });
		paragraph?.scrollIntoView({ block: "start", behavior: calm() ? "auto" : "smooth" });
	});

	document.addEventListener("keydown", (event) => {
		if (event.key !== "Escape" || pane().hidden || event.defaultPrevented) return;
		history.pushState(null, "", address(null));
		hide();
	});

	addEventListener("popstate", follow);
	new MutationObserver(() => pane().hidden || !shown() || show(shown(), false)).observe(document.documentElement, {
		attributeFilter: ["lang"],
	});
	document.readyState === "loading" ? addEventListener("DOMContentLoaded", () => follow()) : follow();
})();
