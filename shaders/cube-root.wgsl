/// cbrt(x) in f32, for normal x. 1 / cbrt(x) is begun by its bits, which are about linear in its logarithm (Moroz
/// et al., 2021), twice bettered by Newton's iteration, then the root itself once: 3e-2, 2e-3, 7e-6, 1e-10.
fn cube_root(x: f32) -> f32 {
  let a = abs(x);
  var inverse = bitcast<f32>(0x54a2fa8cu - bitcast<u32>(a) / 3u);
  inverse *= 1.3333333333333333 - 0.3333333333333333 * ((a * inverse) * inverse * inverse);
  inverse *= 1.3333333333333333 - 0.3333333333333333 * ((a * inverse) * inverse * inverse);
  let root = opaque((a * inverse) * inverse);
  return copy_sign(root - opaque(root - a / (root * root)) * 0.3333333333333333, x);
}
