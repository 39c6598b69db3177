// A lattice folded by a tent: 1 - |2t - 1| (Hickernell 2002).

fn moved_to(t: Value) -> Moved {
  let twice = plus(t, t);
  return Moved(minus(as_value(1.0), magnitude(minus(twice, as_value(1.0)))), as_value(1.0));
}
