/** How the exact operations of shaders are safe from the compiler: by XOR, or, where fma rounds once, by that. */
export type Variant = "xor" | "fused";
