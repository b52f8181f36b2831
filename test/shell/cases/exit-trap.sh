bash -c 'trap "echo cleanup" EXIT; sleep 5; echo no' & p=$!
sleep 0.3; kill $p; wait $p; echo $?
timeout 0.2 bash -c 'trap "echo bye" EXIT; sleep 5; sleep 5'; echo $?
bash -c 'trap "echo bye" EXIT; kill -HUP $$; echo no'; echo $?
bash -c 'trap "echo bye" EXIT; exit 4'; echo $?
