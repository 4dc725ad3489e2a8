// What folds open within the conversation: the rest of a card, and whatever is a <details>. Escape closes the innermost one
// that the focus is in.
window.vindplaatsFolds = (() => {
	// The button or summary of what is open around an element, itself included.
	function around(element) {
		const found = element.closest?.("#vp :is(details[open], .vp-rest, .vp-further[aria-expanded='true'])");
		if (!found) return null;
		if (found.matches("details")) return found.querySelector("summary");
		return found.closest("footer").querySelector(".vp-further");
	}

	function fold(button, open) {
		button.setAttribute("aria-expanded", open);
		button.closest("footer").querySelector(".vp-rest").hidden = !open;
	}

	document.addEventListener("click", (event) => {
		const button = event.target.closest?.(".vp-further");
		if (button) fold(button, button.getAttribute("aria-expanded") !== "true");
	});
	document.addEventListener("keydown", (event) => {
		const opener = event.key === "Escape" && around(event.target);
		if (!opener) return;
		event.preventDefault(); // what lies beside stays open
		opener.matches("summary") ? (opener.parentElement.open = false) : fold(opener, false);
		opener.focus();
	});

	return { around };
})();
