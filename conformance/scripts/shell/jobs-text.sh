# commands as jobs shows them
(sleep 1; true) & { sleep 1; } & sleep 1 | cat & for i in 1; do sleep 1; true; done & if true; then sleep 1; elif false; then :; else true; false; fi &
while sleep 1; true; do break; done & f() { sleep 1; }; f & (cd /; sleep 1) & case x in x) sleep 1; true;; y) :;; esac &
sleep 1   > /dev/null   2>&1 & A=1   sleep 1 & ! sleep 1 & (sleep 1 && true || false) & [[ a = a ]] && sleep 1 & sleep "1" & ( (sleep 1); (sleep 1; true) ) &
until sleep 1; do :; done & { sleep 1 & wait; } & for ((i=0;i<1;i++)); do { sleep 1; true; }; if true; then sleep 0; fi; done &
jobs
wait
