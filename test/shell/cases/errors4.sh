echo ${nothere?custom message}
echo b
