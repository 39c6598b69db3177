// A lattice as it is.

fn moved_to(t: Value) -> Moved {
  return Moved(t, as_value(1.0));
}
