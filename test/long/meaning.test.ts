import { useGpu } from "../gpu.ts";
import { describeMeaning } from "../meaning-cases.ts";

describeMeaning(useGpu(), "df64");
