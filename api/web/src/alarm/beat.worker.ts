/** A tick each second, also while the tab is in the background: pages there have slow timers. */
setInterval(() => postMessage(null), 1000);
