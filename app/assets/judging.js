// The paragraphs around a passage, and what a reader says of an answer.
window.vindplaatsJudging = (() => {
	const said = new Map(); // question → {gold: id of a passage, "" for "nothing answers"; wrong: ids of passages}
	let opened = null; // the question from whose answer the letter was opened
	let count = 0; // answers on the page
	const language = () => document.documentElement.lang || "nl";

	async function surround(button) {
		const card = button.closest(".vp-card");
		const sides = ["before", "after"].map((side) => [side, card.querySelector(`.vp-around-${side}`)]);
		const open = button.getAttribute("aria-expanded") !== "true";
		if (open && !sides[0][1].innerHTML) {
			const asked = new URLSearchParams({ id: card.dataset.of, par: card.dataset.passage, lang: language() });
			let found;
			try {
				const answer = await fetch(`around?${asked}`);
				found = await vindplaats.told(answer);
				if (!answer.ok) return vindplaats.say(found.error, true);
			} catch {
				return vindplaats.say(button.dataset.failed, true);
			}
			for (const [side, place] of sides) place.innerHTML = found[side];
		}
		const passage = card.querySelector("blockquote");
		const stood = passage.getBoundingClientRect().top;
		for (const [, place] of sides) place.hidden = !open;
		button.setAttribute("aria-expanded", open);
		scrollBy({ top: passage.getBoundingClientRect().top - stood, behavior: "instant" }); // the eye stays where it was
		vindplaats.say(open ? button.dataset.shown : button.dataset.hidden);
	}

	const answers = () => [...document.querySelectorAll(".vp-answer[data-asked]")];

	// In the letter it is the question whose answer opened it, or else the one that was answered last.
	const asked = () => opened ?? answers().at(-1)?.dataset.asked;

	function about(button) {
		const paragraph = button.closest(".vp-card, .vp-par");
		const answer = button.closest(".vp-answer");
		return {
			question: answer ? answer.dataset.asked : asked(),
			letter: paragraph && (paragraph.dataset.of ?? paragraph.closest(".vp-letter").dataset.letter),
			passage: paragraph?.dataset.passage,
			verdict: button.dataset.verdict,
		};
	}

	function isSaid({ question, verdict, passage }) {
		const known = said.get(question);
		if (!known) return false;
		return verdict === "wrong" ? known.wrong.has(passage) : known.gold === (passage ?? "");
	}

	async function judge(button) {
		const meant = about(button);
		const withdraw = isSaid(meant);
		let answer;
		button.parentElement.querySelector(".vp-not-kept")?.remove();
		try {
			const body = JSON.stringify({ ...meant, withdraw });
			const headers = { "content-type": "application/json" };
			answer = await fetch(`correct?lang=${language()}`, { method: "POST", headers, body });
		} catch {
			return; // the server is gone, which the page tells elsewhere
		}
		const told = await vindplaats.told(answer);
		if (!answer.ok) return refused(button, told.error);
		note(meant, withdraw);
		show();
		vindplaats.say(told.said);
	}

	function note({ question, verdict, passage }, withdraw) {
		const known = said.get(question) ?? { gold: null, wrong: new Set() };
		said.set(question, known);
		if (verdict === "wrong") {
			if (known.gold === passage) known.gold = null;
			withdraw ? known.wrong.delete(passage) : known.wrong.add(passage);
		} else {
			known.gold = withdraw ? null : (passage ?? "");
			if (!withdraw) known.wrong.delete(passage);
		}
	}

	// What went wrong stands beside the button: the page's own line may lie under the letter.
	function refused(button, text) {
		const line = document.createElement("p");
		line.className = "vp-notice vp-not-kept";
		line.setAttribute("role", "alert");
		button.parentElement.append(line);
		line.textContent = text;
	}

	// Cards and letters are drawn anew, by Gradio and by the pane; what was said of them is put back.
	function show() {
		if (answers().length !== count) opened = null;
		count = answers().length;
		const question = asked() ?? "";
		document.body?.classList.toggle("vp-asked", question !== "");
		for (const button of document.querySelectorAll(".vp-say")) {
			const pressed = String(isSaid(about(button)));
			if (button.getAttribute("aria-pressed") !== pressed) button.setAttribute("aria-pressed", pressed);
		}
		const line = document.querySelector("#vp-pane .vp-for");
		const text = line && question ? `${line.dataset.label} ${question}` : "";
		if (line && line.textContent !== text) line.textContent = text;
	}

	document.addEventListener("click", (event) => {
		const button = event.target.closest?.(".vp-around, .vp-say");
		if (button) button.matches(".vp-say") ? judge(button) : surround(button);
		const link = event.target.closest?.("[data-letter]:is(a, button)");
		if (link && !link.closest("#vp-pane")) opened = link.closest(".vp-answer")?.dataset.asked ?? null;
	});
	new MutationObserver(show).observe(document.documentElement, { childList: true, subtree: true });
	return { show };
})();
