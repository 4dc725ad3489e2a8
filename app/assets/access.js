// What the server refuses before the page hears of it: a visitor who is no longer known goes to the login page, and who
// asks too much is told to wait.
(() => {
	const plain = window.fetch;
	window.fetch = async (...asked) => {
		const answer = await plain(...asked);
		if (answer.status === 401) location.assign("/login");
		if (answer.status === 429 || answer.status === 413) {
			const { error } = await answer.clone().json().catch(() => ({}));
			if (error) window.vindplaats.say(error, true);
		}
		return answer;
	};
})();
