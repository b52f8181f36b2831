# Options that are not, and addresses that are none.
ping; echo $?
ping -Z 127.0.0.1; echo $?
ping -c 127.0.0.1; echo $?
ping -c x 127.0.0.1; echo $?
ping -c -1 127.0.0.1; echo $?
ping -c 9999999999999 127.0.0.1; echo $?
ping -W x 127.0.0.1; echo $?
ping -w -1 127.0.0.1; echo $?
ping nosuchhost; echo $?
ping -4 ::1; echo $?
ping -6 127.0.0.1; echo $?
ping 1.2.3.4.5; echo $?
ping -V; echo $?
ping -h; echo $?
