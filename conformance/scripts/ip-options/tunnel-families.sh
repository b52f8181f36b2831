# `ip tunnel` of both families while there are no tunnels.
t() { echo "\$ $*"; "$@"; echo "= $?"; }
for family in "" -4 -6 -0 -M "-f bridge"; do
  for word in "" show s list lst help h foo onlink; do t ip $family tunnel $word 2>&1; done
done
t ip -6 t replace 2>&1; t ip tunl x 2>&1; t ip -6 tunl 6x 2>&1
