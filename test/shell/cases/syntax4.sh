echo a
foo() {
  echo b
)
