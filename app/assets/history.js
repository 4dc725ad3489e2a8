// What was asked in this browser, which alone keeps it; and the conversation as a file.
window.vindplaatsHistory = (() => {
	const KEPT = "vindplaats.asked";
	const MOST = 20;
	let noted = []; // the questions on the page, which are kept already

	function kept() {
		try {
			const found = JSON.parse(localStorage.getItem(KEPT) ?? "[]");
			return Array.isArray(found) ? found.filter((each) => typeof each?.q === "string").slice(0, MOST) : [];
		} catch {
			return []; // storage may be switched off, or hold anything
		}
	}

	function keep(list) {
		try {
			if (list.length) localStorage.setItem(KEPT, JSON.stringify(list.slice(0, MOST)));
			else localStorage.removeItem(KEPT);
		} catch {
			// as above
		}
	}

	// The questions that stand on the page, as they can be asked by themselves: a follow-up as it was read.
	function asked() {
		const found = [];
		for (const each of document.querySelectorAll(".vp-question, .vp-answer[data-asked]")) {
			if (each.matches(".vp-question")) found.push(each.lastChild.textContent.trim());
			else if (found.length) found[found.length - 1] = each.dataset.asked;
		}
		return found;
	}

	const same = (one, other) => one.q.toLowerCase() === other.q.toLowerCase() && (one.in ?? null) === (other.in ?? null);

	// The newest first, each once, with the letters it was asked of.
	function note() {
		const now = asked().map((q, place) => ({ q, in: noted[place] ? noted[place].in : vindplaatsFilters.text() ?? undefined }));
		const fresh = now.filter((each, place) => each.q !== noted[place]?.q);
		const stale = noted.filter((each, place) => now[place] && each.q !== now[place].q);
		if (fresh.length) {
			const others = kept().filter((each) => ![...fresh, ...stale].some((one) => same(one, each)));
			keep([...fresh.reverse(), ...others]);
		}
		const changed = fresh.length > 0 || now.length !== noted.length;
		noted = now;
		if (changed) draw();
	}

	function draw() {
		const place = document.querySelector(".vp-history");
		if (!place) return;
		// what stands on the page, as a question or as an example, is there already
		const here = noted.length ? noted : JSON.parse(place.dataset.examples).map((q) => ({ q }));
		const offered = kept().filter((each) => !here.some((one) => same(one, each)));
		place.hidden = offered.length === 0;
		place.open = noted.length === 0;
		place.querySelector(".vp-history-count").textContent = offered.length;
		place.querySelector("ol").replaceChildren(
			...offered.map((each) => {
				const button = Object.assign(document.createElement("button"), { type: "button", className: "vp-ask-again" });
				button.textContent = each.q;
				button.addEventListener("click", () => again(each));
				const item = document.createElement("li");
				item.append(button);
				return item;
			}),
		);
	}

	function again(entry) {
		vindplaatsFilters.take(entry.in);
		vindplaats.ask(entry.q);
		document.querySelector(".vp-box textarea")?.focus({ preventScroll: true }); // the list is drawn anew under it
	}

	function clear(button) {
		keep([]);
		draw();
		vindplaats.say(button.dataset.said);
		document.querySelector(".vp-box textarea")?.focus();
	}

	document.addEventListener("click", (event) => {
		const button = event.target.closest?.(".vp-history-clear");
		if (button) clear(button);
	});
	addEventListener("storage", (event) => event.key === KEPT && draw()); // another tab asked or cleared
	new MutationObserver(note).observe(document.documentElement, { childList: true, subtree: true });

	// The file comes with the answer and is put together here: it never lies on the server.
	function save(file) {
		if (!file?.data) return;
		const bytes = Uint8Array.from(atob(file.data), (sign) => sign.charCodeAt(0));
		const link = document.createElement("a");
		link.href = URL.createObjectURL(new Blob([bytes], { type: file.type }));
		link.download = file.name;
		link.click();
		setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
		vindplaats.say(file.said);
	}

	return { draw, save };
})();
