# Labels of addresses in families that have none.
for f in 4 6 0 M B; do echo "# $f"; ip -$f addrlabel flush; echo $?; ip -$f addrlabel; echo $?; ip -$f addrlabel add prefix fd00::/64 label 5; echo $?;  ip -$f addrlabel add prefix 10.0.0.0/8 label 5; echo $?; ip -$f addrlabel del prefix fd00::/64 label 5; echo $?; done
ip addrlabel
printf 'addrlabel flush\nlink show lo\n' | ip -4 -force -b - 2>&1; echo $?
printf 'addrlabel list\nlink show lo\n' | ip -4 -force -b - 2>&1; echo $?
