import { createApp } from "vue";
import App from "./App.vue";
import { installElement } from "./element";
import { language, useLanguage } from "./messages";
import "./style.css";

useLanguage(language.value);
const app = createApp(App);
installElement(app);
app.mount("#app");
