// A letter beside the conversation: opened by a card's button, a mention or the address, closed by its button or Escape.
// The address tells what is open, so that a link to it can be sent and the browser's back and forward work.
(() => {
	const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
	let opener = null;

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

	async function show(open) {
		const place = pane();
		const language = document.documentElement.lang || "nl";
		const asked = new URLSearchParams({ id: open.letter, par: open.par ?? "", evidence: open.evidence ?? "", lang: language });
		let html, found;
		try {
			const answer = await fetch(`letter?${asked}`);
			[html, found] = [await answer.text(), answer.ok];
		} catch {
			return; // the server is gone, which the page tells elsewhere
		}
		const words = language === "nl" ? ["De brief", "Sluit de brief"] : ["The letter", "Close the letter"];
		place.setAttribute("aria-label", words[0]);
		place.innerHTML = `<div class="vp-pane-bar"><strong>${words[0]}</strong><button type="button" class="vp-close" aria-label="${words[1]}"><span aria-hidden="true">×</span></button></div>`;
		const body = document.createElement("div");
		body.className = "vp-pane-body";
		if (found) body.innerHTML = html;
		else body.append(Object.assign(document.createElement("p"), { className: "vp-notice", textContent: html }));
		place.append(body);
		place.hidden = false;
		document.body.classList.add("vp-reading");
		const chosen = place.querySelector(".vp-chosen") ?? place.querySelector(".vp-letter-title") ?? place.querySelector(".vp-close");
		chosen.focus({ preventScroll: true });
		chosen.scrollIntoView({ block: chosen.matches(".vp-chosen") ? "center" : "start", behavior: "auto" });
	}

	function hide() {
		pane().hidden = true;
		document.body.classList.remove("vp-reading");
		opener?.focus?.();
		opener = null;
	}

	function follow() {
		const sought = new URLSearchParams(location.search);
		const letter = sought.get("letter");
		if (letter) show({ letter, par: sought.get("par"), evidence: sought.get("evidence") });
		else if (!pane().hidden) hide();
	}

	document.addEventListener("click", (event) => {
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
	document.readyState === "loading" ? addEventListener("DOMContentLoaded", follow) : follow();
})();
