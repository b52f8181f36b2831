# A script's mistakes are told with their line.
printf 'echo one\nif true; then\necho two\n' > s1; bash s1; echo $?
printf 'echo one\nfi\n' > s2; bash s2; echo $?
printf 'echo "unfinished\n' > s3; bash s3; echo $?
printf 'echo $(unfinished\n' > s4; bash s4; echo $?
printf 'for x in 1 2\necho $x\ndone\n' > s5; bash s5; echo $?
printf 'case x in\n' > s6; bash s6; echo $?
printf 'echo ok\ncat <<END\nnever ends\n' > s7; bash s7; echo $?
printf 'f( {\n' > s8; bash s8; echo $?
bash -c 'echo )'; echo $?
bash nosuchfile; echo $?
bash -c 'echo $((1 +))'; echo $?
bash -c 'echo ${a!}'; echo $?
bash -c 'local x=1'; echo $?
bash -c 'readonly r=1; r=2; echo not here'; echo $?
bash -c 'return 3; echo here'; echo $?
bash -c 'exit abc'; echo $?
bash -c 'break; echo here'; echo $?
bash -c 'cd /nosuch; echo $?; source nosuch; echo $?; unset -f nosuch; shift 5; echo $?'
