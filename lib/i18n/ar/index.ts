import type { Catalogue } from "@/lib/i18n/catalogue";
import { actions } from "./actions";
import { auth } from "./auth";
import { call } from "./call";
import { chat } from "./chat";
import { check } from "./check";
import { common } from "./common";
import { docs } from "./docs";
import { done } from "./done";
import { errors } from "./errors";
import { files } from "./files";
import { friends } from "./friends";
import { nav } from "./nav";
import { profile } from "./profile";
import { search } from "./search";
import { settings } from "./settings";
import { settle } from "./settle";
import { time } from "./time";

export const ar: Catalogue = {
  common,
  auth,
  nav,
  friends,
  search,
  chat,
  files,
  actions,
  call,
  check,
  profile,
  settings,
  settle,
  errors,
  docs,
  done,
  time,
};
