import { useGpu } from "../gpu.ts";
import { describeMeaning } from "../meaning-cases.ts";
import { specialValues } from "../special-values.ts";

const gpu = useGpu();

describeMeaning(gpu, "df64");
specialValues(gpu, "fast");
specialValues(gpu, "df64");
