// The desk works without any of this; what is here makes it quick and keeps what people type.

import { watchDrops } from "./upload.js";
import { watchForms } from "./forms.js";
import { watchGestures } from "./gestures.js";
import { watchChanges } from "./live.js";

document.documentElement.classList.add("scripted");
watchDrops();
watchForms();
watchGestures();
watchChanges();
