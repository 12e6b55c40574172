// What a device needs to show any kept page. The server fills in the addresses and the version (web/home_screen.py).

export const SHELL = ["SHELL"];
export const STATICS = "statics VERSION";
export const PAGES = "pages";
