// Keys go to the terminal from the first moment on, without a click. Not before its socket is open:
// it would tell the server that it has the focus.
new MutationObserver((changes, observer) => {
  if (document.body.classList.contains("-first-byte")) {
    document.querySelector(".xterm-helper-textarea").focus();
    observer.disconnect();
  }
}).observe(document.documentElement, { subtree: true, attributeFilter: ["class"] });

// Browsers give no clipboard to a page that is neither encrypted nor this machine's; copying by
// the older way is left.
if (!navigator.clipboard) {
  const writeText = async (text) => {
    const put = (event) => {
      event.clipboardData.setData("text/plain", text);
      event.preventDefault();
      event.stopImmediatePropagation();
    };
    document.addEventListener("copy", put, true);
    document.execCommand("copy");
    document.removeEventListener("copy", put, true);
  };
  Object.defineProperty(navigator, "clipboard", { value: { writeText, readText: async () => "" } });
}
