// What only the browser can do: know the visitor's language, copy a citation or a quote, and bring a new answer into view.
window.vindplaats = (() => {
	const KEPT = "vindplaats.language";
	const LONGEST = 2000; // characters of a question that is kept: as many as are read
	let before = 0; // the number of the last question when one more was asked
	const questions = () => [...document.querySelectorAll(".vp-question")];
	const last = () => Number(questions().at(-1)?.dataset.turn ?? 0);

	function kept() {
		try {
			return localStorage.getItem(KEPT);
		} catch {
			return null; // storage may be switched off; the choice then lasts as long as the page
		}
	}

	function speak(language) {
		// who looks for a change of language would see one
		if (document.documentElement.lang !== language) document.documentElement.lang = language;
		return language;
	}

	// Dutch or English, whichever the browser lists first; English for a visitor who reads neither.
	function preferred() {
		const known = [kept(), ...(navigator.languages ?? [navigator.language])]
			.map((language) => (language ?? "").toLowerCase().split("-")[0])
			.find((language) => language === "nl" || language === "en");
		return known ?? "en";
	}

	document.addEventListener("click", async (event) => {
		const button = event.target.closest?.(".vp-copy");
		if (!button) return;
		const { copy, rich, done, said, failed } = button.dataset;
		const label = (button.dataset.label ??= button.textContent);
		if (!(await copied(copy, rich))) return say(failed, true);
		say(said);
		button.textContent = done;
		button.classList.add("vp-done");
		setTimeout(() => {
			button.textContent = label;
			button.classList.remove("vp-done");
		}, 2000);
	});

	async function copied(text, rich) {
		try {
			const kinds = { "text/plain": text, "text/html": rich };
			const blobs = Object.entries(kinds).map(([type, words]) => [type, new Blob([words], { type })]);
			await navigator.clipboard.write([new ClipboardItem(Object.fromEntries(blobs))]);
			return true;
		} catch {
			return copiedFromSelection(text, rich);
		}
	}

	// The clipboard is closed to pages served over plain HTTP from another machine; a selection can still be copied.
	function copiedFromSelection(text, rich) {
		const before = document.activeElement;
		const area = Object.assign(document.createElement("textarea"), { value: text });
		document.body.append(area);
		area.select();
		const fill = (event) => {
			event.clipboardData.setData("text/plain", text);
			event.clipboardData.setData("text/html", rich);
			event.preventDefault();
		};
		area.addEventListener("copy", fill);
		const done = document.execCommand("copy");
		area.remove();
		before?.focus({ preventScroll: true });
		return done;
	}

	// It lies beside the page, not in it, so that it is heard and seen where a letter lies over the page.
	function spoken() {
		let line = document.getElementById("vp-said");
		if (!line) {
			line = document.createElement("p");
			line.id = "vp-said";
			line.setAttribute("role", "status");
			document.body.append(line);
		}
		return line;
	}
	document.addEventListener("DOMContentLoaded", spoken);

	// What lies over the page on a narrow screen: nothing under it is heard, or reached by the keyboard.
	const narrow = matchMedia("(max-width: 63.99rem)"); // as in reader.css and letters.css
	function cover() {
		const over = ["vp-reading", "vp-listing"].some((kind) => document.body.classList.contains(kind));
		const page = document.querySelector(".gradio-container");
		if (page) page.inert = over && narrow.matches;
	}
	narrow.addEventListener("change", cover);

	function lay(kind, open) {
		document.body.classList.toggle(kind, open);
		cover();
	}

	// A line for those who hear the page; it is shown only where something failed.
	function say(text, seen = false) {
		const line = spoken();
		line.textContent = "";
		line.classList.toggle("vp-seen", seen);
		setTimeout(() => (line.textContent = text), 50); // the same words again are only spoken when they are new
		setTimeout(() => line.classList.remove("vp-seen"), 6000);
	}

	// A piece of HTML; where something else comes, what is wrong is told, and null where no answer comes at all, which
	// Gradio tells.
	async function piece(path, values) {
		const answer = await fetch(`${path}?${new URLSearchParams(values)}`).catch(() => null);
		const html = answer?.headers.get("content-type")?.startsWith("text/html") ? await answer.clone().text() : "";
		if (html.includes('class="vp-')) return { html, ok: answer.ok }; // and not a proxy's own page
		if (answer) say((await told(answer)).error, true);
		return null;
	}

	// What an answer says, as an object; that it says nothing, where it is none. A gate before the page has words of its own.
	async function told(answer) {
		const found = await answer.json().catch(() => null);
		const failed = document.querySelector(".vp-masthead")?.dataset.failed ?? "";
		return { error: found?.error ?? found?.said ?? failed, ...found };
	}

	speak(preferred());
	return {
		LONGEST,
		say,
		lay,
		piece,
		told,
		arrive: (_, ...others) => {
			cover(); // the address may have opened a letter before there was a page
			return [speak(preferred()), ...others];
		},
		choose: (language, ...others) => {
			try {
				localStorage.setItem(KEPT, language);
			} catch {
				// as above
			}
			return [speak(language), ...others];
		},
		asking: () => (before = last()),
		// Gradio says that the answer is there before it has drawn it, and what isn't drawn can't be scrolled to.
		reveal: async () => {
			const drawn = () => last() > before && !document.querySelector(".vp-chat .vp-busy");
			for (let frames = 0; frames < 60 && !drawn(); frames++) await new Promise(requestAnimationFrame);
			const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
			questions().at(-1)?.scrollIntoView({ behavior: calm ? "auto" : "smooth", block: "start" });
		},
	};
})();
